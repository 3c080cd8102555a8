import { expect } from '@jest/globals';
import type { SwapEvent, SwapReviewReason } from '#libs/swaps/swap.events.js';
import { amountOf, now } from './ledger-facts.js';

/** A fact about the swap with this id. */
type Told = (swapId: string) => SwapEvent;
const evidence = 'pull-1';
const output = amountOf('998', 'USDC@ethereum');
const expectedOutput = amountOf('1000', 'USDC@ethereum');

const reserved: Told = (swapId) => ({
  type: 'SwapFundsReserved',
  data: { swapId, holdId: swapId, reservedAt: now },
});
const rejected: Told = (swapId) => ({
  type: 'SwapRejected',
  data: { swapId, code: 'insufficient-funds', reason: 'secret balance', rejectedAt: now },
});
const started: Told = (swapId) => ({
  type: 'SwapAttemptStarted',
  data: { swapId, attempt: 1, note: `test-${swapId}-1`, claimedBy: 'w', startedAt: now },
});
const unknown: Told = (swapId) => ({
  type: 'SwapOutcomeUnknown',
  data: { swapId, attempt: 1, observation: 'timeout', evidence, observedAt: now },
});
const bound: Told = (swapId) => ({
  type: 'SwapBound',
  data: { swapId, attempt: 1, providerId: `tx/${swapId}`, via: 'gate', evidence, boundAt: now },
});
const settled: Told = (swapId) => ({
  type: 'SwapSettled',
  data: {
    swapId,
    providerId: `tx/${swapId}`,
    transactionHash: `hash-${swapId}`,
    output,
    fee: amountOf('1.4', 'TRX@tron'),
    quote: { expectedOutput, difference: amountOf('2', 'USDC@ethereum'), slippageBps: '20' },
    evidence,
    settledAt: now,
  },
});
const released: Told = (swapId) => ({
  type: 'SwapReleased',
  data: { swapId, failureCode: 'resolved-not-swapped', reason: 'secret evidence', releasedAt: now },
});
const closed: Told = (swapId) => ({ type: 'SwapClosed', data: { swapId, closedAt: now } });
const review =
  (reason: SwapReviewReason): Told =>
  (swapId) => ({ type: 'SwapReviewRequired', data: { swapId, reason, since: now } });

/** What may have become of a swap, and how its resource looks then. */
export const swapLives: Readonly<Record<string, { facts: readonly Told[]; looks: object }>> = {
  requested: { facts: [], looks: { status: 'pending', stage: 'requested', output: null } },
  rejected: {
    facts: [rejected],
    looks: {
      status: 'failed',
      stage: 'rejected',
      failure: { code: 'insufficient_funds', message: expect.not.stringContaining('secret') },
    },
  },
  unknown: { facts: [reserved, started, unknown], looks: { status: 'pending', stage: 'unknown', attempts: 1 } },
  blocked: {
    facts: [reserved, started, unknown, review('outcome-unknown-too-long')],
    looks: { status: 'blocked', review: { reason: 'outcome_unknown_too_long', since: now.toISOString() } },
  },
  bound: {
    facts: [reserved, started, bound],
    looks: { status: 'pending', stage: 'bound', provider_reference: expect.stringMatching(/^tx\/sw_/) },
  },
  settled: {
    facts: [reserved, started, bound, settled, closed],
    looks: {
      status: 'confirmed',
      output: '998',
      fee: { amount: '1.4', asset: 'TRX@tron' },
      slippage_bps: '20',
      transaction_hash: expect.stringMatching(/^hash-sw_/),
      settled_at: now.toISOString(),
      review: null,
    },
  },
  'settled-badly': {
    facts: [reserved, started, bound, settled, review('slippage-exceeded'), closed],
    looks: { status: 'confirmed', review: { reason: 'slippage_exceeded', since: now.toISOString() } },
  },
  released: {
    facts: [reserved, started, released, closed],
    looks: {
      status: 'failed',
      stage: 'released',
      failure: { code: 'resolved_not_swapped', message: expect.not.stringContaining('secret') },
    },
  },
};
