import type { DataOf } from '../decider/decider.js';
import type { Asset } from '../money/asset.js';
import { money } from '../money/money.js';
import type { SwapEvent, SwapFailureCode, SwapRequest, SwapReviewReason, SwapSettled } from './swap.events.js';
import type { Swap } from './swap.state.js';

/** `minute` minutes, and a little more, after the start of the story that the specs tell. */
export function at(minute: number): Date {
  return new Date(Date.UTC(2026, 0, 5, 12, minute, 7, 89));
}

export const now = at(10);
export const usdt: Asset = { token: 'USDT', chain: 'tron', decimals: 6 };
export const usdc: Asset = { token: 'USDC', chain: 'tron', decimals: 6 };
export const trx: Asset = { token: 'TRX', chain: 'tron', decimals: 6 };
export const swapId = 'sw_abcdefghijklmnopqrstuvwxyz';

export const request: SwapRequest = {
  swapId,
  operatorId: 'op_1',
  walletId: 'wal_1',
  providerWalletId: 'provider-wallet-1',
  amount: money(usdt, 100_000_000n),
  toAsset: usdc,
  expectedOutput: money(usdc, 99_900_000n),
  slippageBpsMax: 50,
  reference: 'rebalance-7',
  idempotencyKey: 'key-1',
  requestHash: 'a1'.repeat(32),
  requestedAt: at(0),
};

export const output = money(usdc, 99_800_000n);
export const fee = money(trx, 1_400_000n);

function fact<Type extends SwapEvent['type']>(type: Type, data: DataOf<SwapEvent, Type>) {
  return { type, data };
}

export const requested = fact('SwapRequested', request);
export const fundsReserved = fact('SwapFundsReserved', { swapId, holdId: swapId, reservedAt: now });
export const rejected = fact('SwapRejected', {
  swapId,
  code: 'insufficient-funds',
  reason: 'The available balance of wal_1 does not cover the amount',
  rejectedAt: now,
});
export const started = (attempt = 1, gateEvidence?: string) =>
  fact('SwapAttemptStarted', {
    swapId,
    attempt,
    note: `test-${swapId}-${attempt}`,
    claimedBy: 'worker-1',
    gateEvidence,
    startedAt: now,
  });
export const accepted = (attempt = 1, providerId = 'tx-1') =>
  fact('SwapAttemptAccepted', { swapId, attempt, providerId, evidence: 'answer', acceptedAt: now });
const refusal = { swapId, attempt: 1, code: 'REFUSED', reason: 'no', evidence: 'answer', declinedAt: now };
export const declined = fact('SwapAttemptDeclined', refusal);
export const blocked = fact('SwapAttemptBlocked', refusal);
export const unknown = (attempt = 1) =>
  fact('SwapOutcomeUnknown', { swapId, attempt, observation: 'timeout', evidence: 'none', observedAt: now });
export const bound = (providerId = 'tx-1', via: 'gate' | 'pull' | 'resolution' = 'gate') =>
  fact('SwapBound', { swapId, attempt: 1, providerId, via, evidence: 'pull', boundAt: now });
export const broadcast = (transactionHash = 'hash-1') =>
  fact('SwapBroadcast', { swapId, providerId: 'tx-1', transactionHash, seenAt: now });
export const quote = {
  expectedOutput: money(usdc, 99_900_000n),
  difference: money(usdc, -100_000n),
  slippageBps: '10.0101',
};
export const settledAs = (changes: Partial<SwapSettled> = {}) =>
  fact('SwapSettled', {
    swapId,
    providerId: 'tx-1',
    transactionHash: 'hash-1',
    output,
    fee,
    quote,
    evidence: 'pull',
    settledAt: now,
    ...changes,
  });
export const providerFailed = fact('SwapProviderFailed', {
  swapId,
  providerId: 'tx-1',
  providerStatus: 'Failed',
  evidence: 'pull',
  failedAt: now,
});
export const releasedAs = (failureCode: SwapFailureCode, reason: string) =>
  fact('SwapReleased', { swapId, failureCode, reason, releasedAt: now });
export const closed = fact('SwapClosed', { swapId, closedAt: now });
export const underReview = (reason: SwapReviewReason) => fact('SwapReviewRequired', { swapId, reason, since: now });
export const resumed = fact('SwapResumed', { swapId, by: 'ann', reason: 'seen', resumedAt: now });
export const resolved = (outcome: 'swapped' | 'not-swapped') =>
  fact('SwapOutcomeResolved', {
    swapId,
    outcome,
    evidence: 'statement',
    providerId: outcome === 'swapped' ? 'tx-1' : undefined,
    resolvedBy: 'ann',
    approvedBy: 'bob',
    resolvedAt: now,
  });
export const late = (providerStatus: string, providerId = 'tx-1', evidence = 'pull') =>
  fact('LateSwapEventRecorded', { swapId, providerId, providerStatus, evidence, recordedAt: now });

const reserved = [requested, fundsReserved];
const submitted = [...reserved, started()];
const boundHistory = [...submitted, accepted(), bound()];

/** The shortest history to each status. */
export const historyOf: Readonly<Record<Swap['status'], readonly SwapEvent[]>> = {
  absent: [],
  requested: [requested],
  rejected: [requested, rejected],
  reserved,
  submitted,
  bound: boundHistory,
  settled: [...boundHistory, settledAs()],
  released: [...boundHistory, providerFailed, releasedAs('failed-at-provider', 'ended')],
};

/** One of each fact. */
export const swapFacts: { readonly [Type in SwapEvent['type']]: Extract<SwapEvent, { type: Type }> } = {
  SwapRequested: requested,
  SwapFundsReserved: fundsReserved,
  SwapRejected: rejected,
  SwapAttemptStarted: started(2, 'canary passed'),
  SwapAttemptAccepted: accepted(),
  SwapAttemptDeclined: declined,
  SwapAttemptBlocked: blocked,
  SwapOutcomeUnknown: unknown(),
  SwapBound: bound(),
  SwapBroadcast: broadcast(),
  SwapSettled: settledAs(),
  SwapProviderFailed: providerFailed,
  SwapReleased: releasedAs('failed-at-provider', 'ended'),
  SwapClosed: closed,
  SwapReviewRequired: underReview('slippage-exceeded'),
  SwapResumed: resumed,
  SwapOutcomeResolved: resolved('swapped'),
  LateSwapEventRecorded: late('settled'),
};
