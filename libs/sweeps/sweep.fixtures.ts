import { findAsset, type Asset } from '../money/asset.js';
import { money } from '../money/money.js';
import type { SweepEvent, SweepReviewReason } from './sweep.events.js';

type Fact<Type extends SweepEvent['type']> = Extract<SweepEvent, { type: Type }>;

export const usdt: Asset = pinned('USDT@tron');
export const providerId = 'tx-1';
export const now = new Date('2026-01-05T12:00:07.089Z');

export function detected(minor = 100n, sourceWalletIds = ['wal_a', 'wal_b']): Fact<'SweepDetected'> {
  const amount = money(usdt, minor);
  const data = { providerId, sourceWalletIds, toWalletId: 'wal_m', amount, evidence: 'pull', detectedAt: now };
  return { type: 'SweepDetected', data };
}

export function settled(minor = 100n, parts: readonly bigint[] = [60n, 40n]): Fact<'SweepSettled'> {
  const amount = money(usdt, minor);
  const given = parts.map((part, index) => ({
    walletId: index === 0 ? 'wal_a' : 'wal_b',
    operatorId: 'acme',
    amount: money(usdt, part),
  }));
  const proof = { transactionHash: 'hash-1', reportedFee: '1.5', evidence: 'pull', settledAt: now };
  return { type: 'SweepSettled', data: { providerId, toWalletId: 'wal_m', amount, parts: given, ...proof } };
}

export const failed: Fact<'SweepFailed'> = {
  type: 'SweepFailed',
  data: {
    providerId,
    providerStatus: 'Failed',
    transactionHash: 'hash-1',
    reportedFee: '1.5',
    evidence: 'pull',
    failedAt: now,
  },
};

export function reviewRequired(reason: SweepReviewReason = 'sources-differ-from-books'): Fact<'SweepReviewRequired'> {
  return { type: 'SweepReviewRequired', data: { providerId, reason, detail: 'wal_a has 1', since: now } };
}

export const closed: Fact<'SweepClosed'> = { type: 'SweepClosed', data: { providerId, closedAt: now } };

const verdict = {
  reason: 'the deposit was never told',
  evidence: 'ticket 7',
  resolvedBy: 'user:ann',
  approvedBy: 'user:bob',
};

export function resolved(outcome: 'booked' | 'dismissed' = 'booked'): Fact<'SweepResolved'> {
  return { type: 'SweepResolved', data: { providerId, ...verdict, outcome, resolvedAt: now } };
}

export const feeResolved: Fact<'SweepFeeResolved'> = {
  type: 'SweepFeeResolved',
  data: { providerId, ...verdict, payer: { walletId: 'wal_gas', operatorId: 'platform' }, resolvedAt: now },
};

/** One of each fact, with every optional field. */
export const sweepFacts: { readonly [Type in SweepEvent['type']]: Fact<Type> } = {
  SweepDetected: detected(),
  SweepSettled: settled(),
  SweepFailed: failed,
  SweepReviewRequired: reviewRequired(),
  SweepResolved: resolved(),
  SweepFeeResolved: feeResolved,
  SweepClosed: closed,
};

function pinned(name: string): Asset {
  const asset = findAsset(name);
  if (!asset) throw new Error(`No asset ${name}`);
  return asset;
}
