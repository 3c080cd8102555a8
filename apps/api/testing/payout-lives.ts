import { expect } from '@jest/globals';
import type { PayoutEvent } from '#libs/payouts/payout.events.js';
import { now } from './ledger-facts.js';

/** A fact about the payout with this id. */
type Told = (payoutId: string) => PayoutEvent;
const evidence = 'pull-1';
export const reserved: Told = (payoutId) => ({
  type: 'PayoutFundsReserved',
  data: { payoutId, holdId: payoutId, reservedAt: now },
});
export const started: Told = (payoutId) => ({
  type: 'PayoutAttemptStarted',
  data: { payoutId, attempt: 1, note: `test-${payoutId}-1`, claimedBy: 'w', startedAt: now },
});
const unknown: Told = (payoutId) => ({
  type: 'PayoutOutcomeUnknown',
  data: { payoutId, attempt: 1, observation: 'timeout', evidence, observedAt: now },
});
const review: Told = (payoutId) => ({
  type: 'PayoutReviewRequired',
  data: { payoutId, reason: 'outcome-unknown-too-long', since: now },
});
export const bound: Told = (payoutId) => ({
  type: 'PayoutBound',
  data: { payoutId, attempt: 1, providerId: `tx/${payoutId}`, via: 'gate', evidence, boundAt: now },
});
export const broadcast: Told = (payoutId) => ({
  type: 'PayoutBroadcast',
  data: { payoutId, providerId: `tx/${payoutId}`, transactionHash: `hash-${payoutId}`, seenAt: now },
});
export const settled: Told = (payoutId) => ({
  type: 'PayoutSettled',
  data: { payoutId, providerId: `tx/${payoutId}`, evidence, settledAt: now },
});
const released: Told = (payoutId) => ({
  type: 'PayoutReleased',
  data: { payoutId, failureCode: 'resolved-not-paid', reason: 'secret evidence', releasedAt: now },
});
const rejected: Told = (payoutId) => ({
  type: 'PayoutRejected',
  data: { payoutId, code: 'insufficient-funds', reason: 'The balance does not cover it', rejectedAt: now },
});

/** What may have become of a payout, and how its resource looks then. */
export const lives: Readonly<Record<string, { facts: readonly Told[]; looks: object }>> = {
  requested: { facts: [], looks: { status: 'pending', stage: 'requested', attempts: 0 } },
  reserved: { facts: [reserved], looks: { status: 'pending', stage: 'reserved' } },
  submitted: { facts: [reserved, started], looks: { status: 'pending', stage: 'submitted', attempts: 1 } },
  unknown: { facts: [reserved, started, unknown], looks: { status: 'pending', stage: 'unknown', review: null } },
  blocked: {
    facts: [reserved, started, unknown, review],
    looks: { status: 'blocked', review: { reason: 'outcome_unknown_too_long', since: now.toISOString() } },
  },
  broadcast: { facts: [reserved, started, bound, broadcast], looks: { status: 'pending', stage: 'broadcast' } },
  settled: {
    facts: [reserved, started, unknown, review, bound, broadcast, settled],
    looks: { status: 'confirmed', stage: 'settled', review: null, failure: null, settled_at: now.toISOString() },
  },
  released: {
    facts: [reserved, started, released],
    looks: {
      status: 'failed',
      failure: { code: 'resolved_not_paid', message: expect.not.stringContaining('secret'), retry_eligible: false },
    },
  },
  rejected: {
    facts: [rejected],
    looks: {
      status: 'failed',
      stage: 'rejected',
      failure: { code: 'insufficient_funds', message: 'The balance does not cover it', retry_eligible: true },
    },
  },
};
