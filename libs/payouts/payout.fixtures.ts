import type { DataOf } from '../decider/decider.js';
import type { Asset } from '../money/asset.js';
import { money } from '../money/money.js';
import type { FailureCode, PayoutBound, PayoutEvent, PayoutRequest, ReviewReason } from './payout.events.js';
import type { Payout } from './payout.state.js';

/** `minute` minutes, and a little more, after the start of the story that the specs tell. */
export function at(minute: number): Date {
  return new Date(Date.UTC(2026, 0, 5, 12, minute, 7, 89));
}

export const now = at(10);
export const usdt: Asset = { token: 'USDT', chain: 'tron', decimals: 6 };
export const payoutId = 'po_abcdefghijklmnopqrstuvwxyz';

export const request: PayoutRequest = {
  payoutId,
  operatorId: 'op_1',
  purpose: { kind: 'payout', playerId: 'player-7' },
  walletId: 'wal_1',
  providerWalletId: 'provider-wallet-1',
  amount: money(usdt, 12_500_000n),
  destination: 'TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW',
  reference: 'order-7',
  metadata: { vertical: 'casino' },
  idempotencyKey: 'key-1',
  requestHash: 'a1'.repeat(32),
  requestedAt: at(0),
};

function fact<Type extends PayoutEvent['type']>(type: Type, data: DataOf<PayoutEvent, Type>) {
  return { type, data };
}

export const transferLeg: PayoutRequest = {
  ...request,
  purpose: { kind: 'transfer', transferId: 'tr_abcdefghijklmnopqrstuvwxyz', toWalletId: 'wal_2' },
};

export const requested = fact('PayoutRequested', request);
export const fundsReserved = fact('PayoutFundsReserved', { payoutId, holdId: payoutId, reservedAt: now });
export const rejected = fact('PayoutRejected', {
  payoutId,
  code: 'insufficient-funds',
  reason: 'The available balance of wal_1 does not cover the amount',
  rejectedAt: now,
});

export const started = (attempt = 1, gateEvidence?: string) =>
  fact('PayoutAttemptStarted', {
    payoutId,
    attempt,
    note: `test-${payoutId}-${attempt}`,
    claimedBy: 'worker-1',
    gateEvidence,
    startedAt: now,
  });
export const accepted = (attempt = 1, providerId = 'tx-1') =>
  fact('PayoutAttemptAccepted', { payoutId, attempt, providerId, evidence: 'answer', acceptedAt: now });
export const declined = fact('PayoutAttemptDeclined', {
  payoutId,
  attempt: 1,
  code: 'BAD_ADDRESS',
  reason: 'no such address',
  evidence: 'answer',
  declinedAt: now,
});
export const blocked = (attempt = 1) =>
  fact('PayoutAttemptBlocked', {
    payoutId,
    attempt,
    code: 'FORBIDDEN',
    reason: 'role removed',
    evidence: 'answer',
    declinedAt: now,
  });
export const unknown = (attempt = 1) =>
  fact('PayoutOutcomeUnknown', { payoutId, attempt, observation: 'timeout', evidence: 'none', observedAt: now });

export const bound = (providerId = 'tx-1', attempt = 1, via: PayoutBound['via'] = 'gate') =>
  fact('PayoutBound', { payoutId, attempt, providerId, via, evidence: 'pull', boundAt: now });
export const broadcast = (transactionHash = 'hash-1') =>
  fact('PayoutBroadcast', { payoutId, providerId: 'tx-1', transactionHash, seenAt: now });
export const settled = fact('PayoutSettled', {
  payoutId,
  providerId: 'tx-1',
  transactionHash: 'hash-1',
  reportedFee: '1.1',
  evidence: 'pull',
  settledAt: now,
});
export const providerFailed = fact('PayoutProviderFailed', {
  payoutId,
  providerId: 'tx-1',
  providerStatus: 'Rejected',
  evidence: 'pull',
  failedAt: now,
});
export const released = (failureCode: FailureCode, reason: string) =>
  fact('PayoutReleased', { payoutId, failureCode, reason, releasedAt: now });

export const reviewRequired = (reason: ReviewReason) => fact('PayoutReviewRequired', { payoutId, reason, since: now });
export const resumed = fact('PayoutResumed', { payoutId, by: 'user:ann', reason: 'role is back', resumedAt: now });
export const resolved = (outcome: 'paid' | 'not-paid', providerId?: string) =>
  fact('PayoutOutcomeResolved', {
    payoutId,
    outcome,
    evidence: 'statement',
    providerId,
    transactionHash: undefined,
    resolvedBy: 'user:ann',
    approvedBy: 'user:bob',
    resolvedAt: now,
  });
export const late = (providerId: string, providerStatus: string, evidence = 'pull') =>
  fact('LateProviderEventRecorded', { payoutId, providerId, providerStatus, evidence, recordedAt: now });

const toReserved = [requested, fundsReserved];
const toSubmitted = [...toReserved, started()];
const toBound = [...toSubmitted, bound()];

/** What happened to a payout that has this status. Once submitted, its first attempt is still pending. */
export const historyOf: Readonly<Record<Payout['status'], readonly PayoutEvent[]>> = {
  absent: [],
  requested: [requested],
  rejected: [requested, rejected],
  reserved: toReserved,
  submitted: toSubmitted,
  bound: toBound,
  settled: [...toBound, settled],
  released: [...toSubmitted, declined, released('declined-by-provider', 'no such address')],
};

/** One of each fact, with every optional field. */
export const payoutFacts: { readonly [Type in PayoutEvent['type']]: Extract<PayoutEvent, { type: Type }> } = {
  PayoutRequested: requested,
  PayoutFundsReserved: fundsReserved,
  PayoutRejected: rejected,
  PayoutAttemptStarted: started(2, 'canary passed'),
  PayoutAttemptAccepted: accepted(),
  PayoutAttemptDeclined: declined,
  PayoutAttemptBlocked: blocked(),
  PayoutOutcomeUnknown: unknown(),
  PayoutBound: bound(),
  PayoutBroadcast: broadcast(),
  PayoutSettled: settled,
  PayoutProviderFailed: providerFailed,
  PayoutReleased: released('failed-at-provider', 'The provider ended transaction tx-1 as Rejected'),
  PayoutReviewRequired: reviewRequired('pending-too-long'),
  PayoutResumed: resumed,
  PayoutOutcomeResolved: {
    ...resolved('paid', 'tx-1'),
    data: { ...resolved('paid', 'tx-1').data, transactionHash: 'hash-1' },
  },
  LateProviderEventRecorded: late('tx-1', 'Failed'),
};
