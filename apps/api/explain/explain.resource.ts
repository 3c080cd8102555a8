import { formatAmount } from '#libs/money/amount-text.js';
import type { Asset } from '#libs/money/asset.js';
import { money } from '#libs/money/money.js';
import type { BalanceEntry, EntryPlace } from '#projections/balances/entries.queries.js';
import { invalidRequest } from '../problems/api-problem.js';
import type { EntryDto } from './explain.dto.js';

/** Entries with the running total. */
export function entryResources(entries: readonly BalanceEntry[], opening: bigint, asset: Asset): EntryDto[] {
  let total = opening;
  return entries.map((entry) => {
    total += entry.amountMinor;
    return {
      position: entry.position.toString(),
      recorded_at: entry.recordedAt.toISOString(),
      effective_at: entry.effectiveAt.toISOString(),
      event: entry.event,
      cause: entry.cause,
      account: entry.account,
      counter_account: entry.counterAccount,
      amount: formatAmount(money(asset, entry.amountMinor)),
      total: formatAmount(money(asset, total)),
    };
  });
}

export interface EntryCursor {
  /** The last position that counts, so that every page explains the same balance. */
  readonly position: bigint;
  readonly after: EntryPlace;
}

const cursorFormat = /^(\d{1,18})\.(\d{1,18})\.(\d{1,9})\.([\w:.-]{1,200})$/;

/** Holds no secret and no right: the tenant still comes from the credential. */
export function cursorText({ position, after }: EntryCursor): string {
  return Buffer.from(`${position}.${after.position}.${after.index}.${after.account}`).toString('base64url');
}

/** @throws ApiProblem when the cursor is none. */
export function entryCursor(text: string): EntryCursor {
  const [, position, place, index, account] = cursorFormat.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (position === undefined || place === undefined || index === undefined || account === undefined)
    throw invalidRequest('cursor', 'is not one of ours');
  return { position: BigInt(position), after: { position: BigInt(place), index: Number(index), account } };
}
