import type { DataOf } from '../decider/decider.js';
import type { ObservedSwap } from './observed-swap.js';
import type { RecordSwapSettled, ResolveSwapOutcome, SwapCommand } from './swap.commands.js';
import type { SwapReviewReason } from './swap.events.js';
import { fee, now, output, request, swapId } from './swap.fixtures.js';

function command<Type extends SwapCommand['type']>(type: Type, data: DataOf<SwapCommand, Type>) {
  return { type, data };
}

/** A provider transaction that is what the swap asked for, but for the changes. */
export function observed(providerId = 'tx-1', changes: Partial<ObservedSwap> = {}): ObservedSwap {
  const { providerWalletId, amount, toAsset } = request;
  const { token: toToken } = toAsset;
  return { providerId, providerWalletId, amount, toToken, createdAt: now, note: `test-${swapId}-1`, ...changes };
}

export const requestSwap = command('RequestSwap', request);
export const reserveFunds = command('RecordFundsReserved', { now });
export const rejectForFunds = command('RejectForFunds', { now });
export const startAttempt = (gateEvidence?: string) =>
  command('StartAttempt', { environment: 'test', claimedBy: 'worker-1', gateEvidence, now });
export const recordAccepted = (attempt = 1, providerId = 'tx-1') =>
  command('RecordAccepted', { attempt, providerId, evidence: 'answer', now });
const refusal = { code: 'REFUSED', reason: 'no', evidence: 'answer', now };
export const recordDeclined = (attempt = 1, reason = refusal.reason) =>
  command('RecordDeclined', { attempt, ...refusal, reason });
export const recordBlocked = (attempt = 1, reason = refusal.reason) =>
  command('RecordBlocked', { attempt, ...refusal, reason });
export const recordUnknown = (attempt = 1) =>
  command('RecordUnknown', { attempt, observation: 'timeout', evidence: 'none', now });
export const bindTransaction = (providerId = 'tx-1', changes: Partial<ObservedSwap> = {}, attempt = 1) =>
  command('BindTransaction', { observed: observed(providerId, changes), attempt, via: 'gate', evidence: 'pull', now });
export const recordBroadcast = (transactionHash = 'hash-1', providerId = 'tx-1') =>
  command('RecordBroadcast', { providerId, transactionHash, now });
export const recordSettled = (changes: Partial<RecordSwapSettled> = {}) =>
  command('RecordSettled', {
    observed: observed(),
    output,
    fee,
    transactionHash: 'hash-1',
    evidence: 'pull',
    now,
    ...changes,
  });
export const recordFailed = (providerId = 'tx-1', providerStatus = 'Failed') =>
  command('RecordProviderFailed', { providerId, providerStatus, evidence: 'pull', now });
export const closeSwap = command('CloseSwap', { now });
export const requireReview = (reason: SwapReviewReason = 'pending-too-long') =>
  command('RequireReview', { reason, now });
export const resumeSwap = command('ResumeSwap', { by: 'ann', reason: 'seen', now });
export const resolveOutcome = (outcome: 'swapped' | 'not-swapped', changes: Partial<ResolveSwapOutcome> = {}) =>
  command('ResolveOutcome', {
    outcome,
    evidence: 'statement',
    ...(outcome === 'swapped' && { providerId: 'tx-1', output, fee }),
    resolvedBy: 'ann',
    approvedBy: 'bob',
    now,
    ...changes,
  });
