import type { DataOf } from '../decider/decider.js';
import { zero } from '../money/money.js';
import type { ObservedTransaction } from './observed-transaction.js';
import type { PayoutCommand } from './payout.commands.js';
import type { ReviewReason } from './payout.events.js';
import { now, payoutId, request, usdt } from './payout.fixtures.js';

function command<Type extends PayoutCommand['type']>(type: Type, data: DataOf<PayoutCommand, Type>) {
  return { type, data };
}

/** A provider transaction that is what the payout asked for, but for the changes. */
export function observed(providerId = 'tx-1', changes: Partial<ObservedTransaction> = {}): ObservedTransaction {
  const { providerWalletId, amount, destination } = request;
  const note = `test-${payoutId}-1`;
  return { providerId, providerWalletId, amount, destination, initiatorId: 'api-1', createdAt: now, note, ...changes };
}

export const requestPayout = command('RequestPayout', request);
export const reserveFunds = command('RecordFundsReserved', { holdId: payoutId, now });
export const rejectForFunds = command('RejectForFunds', { available: zero(usdt), now });
export const startAttempt = (gateEvidence?: string) =>
  command('StartAttempt', { environment: 'test', claimedBy: 'worker-1', gateEvidence, now });

export const recordAccepted = (attempt = 1, providerId = 'tx-1') =>
  command('RecordAccepted', { attempt, providerId, evidence: 'answer', now });
export const recordDeclined = (attempt = 1, reason = 'no such address') =>
  command('RecordDeclined', { attempt, code: 'BAD_ADDRESS', reason, evidence: 'answer', now });
export const recordBlocked = (attempt = 1, reason = 'role removed') =>
  command('RecordBlocked', { attempt, code: 'FORBIDDEN', reason, evidence: 'answer', now });
export const recordUnknown = (attempt = 1) =>
  command('RecordUnknown', { attempt, observation: 'timeout', evidence: 'none', now });

export const bindTransaction = (providerId = 'tx-1', changes: Partial<ObservedTransaction> = {}, attempt = 1) =>
  command('BindTransaction', { observed: observed(providerId, changes), attempt, via: 'gate', evidence: 'pull', now });
export const recordBroadcast = (transactionHash = 'hash-1', providerId = 'tx-1') =>
  command('RecordBroadcast', { providerId, transactionHash, now });
export const recordSettled = (providerId = 'tx-1', changes: Partial<ObservedTransaction> = {}) =>
  command('RecordSettled', {
    observed: observed(providerId, changes),
    transactionHash: 'hash-1',
    reportedFee: '1.1',
    evidence: 'pull',
    now,
  });
export const recordProviderFailed = (providerId = 'tx-1') =>
  command('RecordProviderFailed', { providerId, providerStatus: 'Rejected', evidence: 'pull', now });

export const requireReview = (reason: ReviewReason = 'outcome-unknown-too-long') =>
  command('RequireReview', { reason, now });
export const resumePayout = command('ResumePayout', { by: 'user:ann', reason: 'role is back', now });
export const resolveOutcome = (
  outcome: 'paid' | 'not-paid',
  changes: Partial<DataOf<PayoutCommand, 'ResolveOutcome'>> = {},
) =>
  command('ResolveOutcome', {
    outcome,
    evidence: 'statement',
    resolvedBy: 'user:ann',
    approvedBy: 'user:bob',
    now,
    ...changes,
  });

/** One of each command, about attempt 1 and transaction tx-1. */
export const payoutCommands: { readonly [Type in PayoutCommand['type']]: Extract<PayoutCommand, { type: Type }> } = {
  RequestPayout: requestPayout,
  RecordFundsReserved: reserveFunds,
  RejectForFunds: rejectForFunds,
  StartAttempt: startAttempt(),
  RecordAccepted: recordAccepted(),
  RecordDeclined: recordDeclined(),
  RecordBlocked: recordBlocked(),
  RecordUnknown: recordUnknown(),
  BindTransaction: bindTransaction(),
  RecordBroadcast: recordBroadcast(),
  RecordSettled: recordSettled(),
  RecordProviderFailed: recordProviderFailed(),
  RequireReview: requireReview(),
  ResumePayout: resumePayout,
  ResolveOutcome: resolveOutcome('paid', { providerId: 'tx-1' }),
};

/** The same command at another time; a request has its own. */
export function timed(example: PayoutCommand, at: Date): PayoutCommand {
  if (example.type === 'RequestPayout') return example;
  return Object.assign({}, example, { data: Object.assign({}, example.data, { now: at }) });
}
