import { createHash } from 'node:crypto';
import { base32nopad } from '@scure/base';
import type { Asset, AssetId } from '../money/asset.js';
import type { Money } from '../money/money.js';

/** Where a movement stands, in words that both sides share. */
export type MovementState = 'open' | 'completed' | 'failed';

/** A movement as our books tell it. */
export interface LedgerItem {
  readonly ledgerId: string;
  readonly kind: 'payout' | 'transfer-leg' | 'swap' | 'sweep' | 'deposit' | 'order';
  readonly walletId: string | undefined;
  readonly providerId: string | undefined;
  readonly transactionHash: string | undefined;
  readonly amount: Money;
  /** Of a swap: what came out. */
  readonly output: Money | undefined;
  readonly fee: Money | undefined;
  readonly destination: string | undefined;
  readonly state: MovementState;
  /** Since when it stands there, with the fee that is known. */
  readonly since: Date;
  /** When the money moved: a fee that is told later changes it no more. */
  readonly endedAt?: Date | undefined;
}

/** A movement as the provider tells it: pulled, or out of a statement. */
export interface ProviderItem {
  readonly providerId: string;
  readonly direction: 'in' | 'out';
  /** `left-to-us`: a person here decides what becomes of it, so the provider's word is no end. */
  readonly state: MovementState | 'unknown' | 'left-to-us';
  /** The provider's word for it. */
  readonly status: string;
  /** Undefined when it is none of ours. */
  readonly asset: Asset | undefined;
  /** As the provider names it. */
  readonly assetText: string;
  /** A plain decimal with exactly the provider's value. */
  readonly amount: string;
  readonly output: string | undefined;
  readonly fee: string | undefined;
  readonly transactionHash: string | undefined;
  readonly destination: string | undefined;
  readonly note: string | undefined;
  /** When it was created; the Terminal does not say. */
  readonly at: Date | undefined;
}

/** What can differ between the books and the provider (RS-02). */
export const breakKinds = [
  'missing-here',
  'missing-there',
  'duplicate',
  'status',
  'unknown-status',
  'asset',
  'amount',
  'output',
  'fee',
  'destination',
  'transaction-hash',
  'unmatched-deposit',
  'balance-drift',
  'unknown-wallet',
  'one-sided-transfer',
] as const;
export type BreakKind = (typeof breakKinds)[number];

export type Severity = 'critical' | 'high' | 'medium';

/** What a break is about; a later run that finds the same finds the same break. */
export interface BreakSubject {
  readonly ledgerId?: string | undefined;
  readonly providerId?: string | undefined;
  readonly walletId?: string | undefined;
  readonly asset?: AssetId | undefined;
}

/** A difference, as one run found it. */
export interface Finding {
  readonly kind: BreakKind;
  readonly severity: Severity;
  readonly subject: BreakSubject;
  /** According to our books, in words or as a plain decimal. */
  readonly expected: string;
  /** According to the provider. */
  readonly actual: string;
  /** Provider less books, a plain decimal in `subject.asset` or the asset named; where both are amounts. */
  readonly difference?: string | undefined;
  readonly since: Date;
}

/** The same for the same kind of difference about the same thing. */
export function breakIdOf({ kind, subject }: Pick<Finding, 'kind' | 'subject'>): string {
  const { ledgerId = '', providerId = '', walletId = '', asset = '' } = subject;
  const hash = createHash('sha256').update([kind, ledgerId, providerId, walletId, asset].join('\n')).digest();
  return `br_${base32nopad.encode(hash.subarray(0, 15)).toLowerCase()}`;
}

/** 64 bits: it tells versions of one movement apart, nothing more. */
const fingerprint_length = 16;
const moments = new Set(['since', 'at', 'endedAt']);

/** The same for as long as nothing that is compared has changed on this side. */
export function fingerprintOf(item: LedgerItem | ProviderItem): string {
  const text = JSON.stringify(item, (name, value: unknown) => {
    if (moments.has(name)) return undefined;
    return typeof value === 'bigint' ? value.toString() : value;
  });
  return createHash('sha256').update(text).digest('hex').slice(0, fingerprint_length);
}
