import { findAsset, type Asset } from '../money/asset.js';
import { money } from '../money/money.js';
import type { BreakEvent } from './break.events.js';
import type { LedgerItem, ProviderItem } from './items.js';
import type { ReconciledEvent } from './reconciled.events.js';

export const now = new Date('2026-01-05T12:00:00.000Z');
export const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
export const usdt: Asset = findAsset('USDT@tron') ?? fail('USDT@tron');
export const usdc: Asset = findAsset('USDC@tron') ?? fail('USDC@tron');
export const trx: Asset = findAsset('TRX@tron') ?? fail('TRX@tron');

function fail(name: string): never {
  throw new Error(`${name} is not pinned`);
}

/** A payout of 12.5 USDT that settled an hour ago. */
export function ours(changes: Partial<LedgerItem> = {}): LedgerItem {
  return {
    ledgerId: 'po_aaaaaaaaaaaaaaaaaaaaaaaaaa',
    kind: 'payout',
    walletId: 'wal_acme',
    providerId: 'tx-1',
    transactionHash: 'hash-1',
    amount: money(usdt, 12_500_000n),
    output: undefined,
    fee: money(trx, 1_400_000n),
    destination: 'TNRdqbyspDT2QYXmH8XnQtPjyKe3oBd3M6',
    state: 'completed',
    since: minutesAgo(60),
    ...changes,
  };
}

/** The same, as the provider tells it. */
export function theirs(changes: Partial<ProviderItem> = {}): ProviderItem {
  return {
    providerId: 'tx-1',
    direction: 'out',
    state: 'completed',
    status: 'Completed',
    asset: usdt,
    assetText: 'USDT on TRON',
    amount: '12.50',
    output: undefined,
    fee: '1.4',
    transactionHash: 'hash-1',
    destination: 'TNRdqbyspDT2QYXmH8XnQtPjyKe3oBd3M6',
    note: undefined,
    at: minutesAgo(61),
    ...changes,
  };
}

export const reconciled: ReconciledEvent = {
  type: 'MovementsReconciled',
  data: {
    movements: [
      {
        providerId: 'tx-1',
        ledgerId: 'po_abcdefghijklmnopqrstuvwxyz',
        ours: '0123456789abcdef',
        theirs: 'fedcba9876543210',
      },
      { providerId: 'tx-2', ledgerId: null, ours: '', theirs: 'fedcba9876543211' },
    ],
    comparedAt: now,
  },
};

const ofBreak = { breakId: 'br_abcdefghijklmnopqrstuvwx' };
const difference = { expected: '12.5', actual: '12', difference: '-0.5' };
const by = 'user:ada';

/** One of each. */
export const breakFacts: { readonly [Type in BreakEvent['type']]: Extract<BreakEvent, { type: Type }> } = {
  BreakOpened: {
    type: 'BreakOpened',
    data: {
      ...ofBreak,
      ...difference,
      kind: 'amount',
      severity: 'critical',
      ledgerId: 'po_abcdefghijklmnopqrstuvwxyz',
      providerId: 'tx-1',
      walletId: 'wal_1',
      asset: 'USDT@tron/6',
      source: 'provider',
      since: minutesAgo(60),
      openedAt: now,
    },
  },
  BreakChanged: { type: 'BreakChanged', data: { ...ofBreak, ...difference, changedAt: now } },
  BreakAssigned: { type: 'BreakAssigned', data: { ...ofBreak, owner: 'grace', by, assignedAt: now } },
  BreakExplained: { type: 'BreakExplained', data: { ...ofBreak, explanation: 'a fee', by, explainedAt: now } },
  BreakResolved: {
    type: 'BreakResolved',
    data: { ...ofBreak, how: 'corrected', evidence: 'ticket 7', by, resolvedAt: now },
  },
  BreakReopened: {
    type: 'BreakReopened',
    data: { ...ofBreak, ...difference, reason: 'found again', by, reopenedAt: now },
  },
};
