import { unreachable } from '../decider/decider.js';
import type { ReviewReason } from './payout.events.js';
import {
  latestAttempt,
  type AttemptOutcome,
  type BoundPayout,
  type Payout,
  type SubmittedPayout,
} from './payout.state.js';
import { attempts_max } from './payout.js';

/** When the worker may act, and when a person must. Milliseconds. */
export interface PayoutTimings {
  /** A request to the provider is over by then, one way or the other. */
  readonly callTimeoutMs: number;
  /** Quiet time after an unknown outcome before another attempt; saves requests, is not what makes it safe. */
  readonly retryQuietMs: number;
  /** An outcome unknown, or an approval missing, for longer than this goes to review (INV-P8). */
  readonly reviewAfterMs: number;
  /** A bound transaction pending for longer than this goes to review (INV-P8). */
  readonly pendingReviewAfterMs: number;
}

/** What a payout needs next. */
export type NextStep =
  | { readonly do: 'reserve-funds' }
  | { readonly do: 'submit' }
  | { readonly do: 'submit-if-gate-healthy'; readonly otherwise: ReviewReason | 'wait' }
  | { readonly do: 'record-lost-call'; readonly attempt: number }
  | { readonly do: 'watch'; readonly providerId: string; readonly review?: ReviewReason }
  | { readonly do: 'require-review'; readonly reason: ReviewReason }
  | { readonly do: 'capture-hold'; readonly providerId: string }
  | { readonly do: 'release-hold'; readonly reason: string }
  | { readonly do: 'nothing' };

/** Pure: the whole plan of a payout's life, by where it stands and what time it is. */
export function nextStep(payout: Payout, now: Date, timings: PayoutTimings): NextStep {
  switch (payout.status) {
    case 'requested':
      return { do: 'reserve-funds' };
    case 'reserved':
      return { do: 'submit' };
    case 'submitted':
      return nextOfSubmitted(payout, now, timings);
    case 'bound':
      return nextOfBound(payout, now, timings);
    case 'settled':
      return { do: 'capture-hold', providerId: payout.providerId };
    case 'released':
      return { do: 'release-hold', reason: payout.failureCode };
    case 'rejected':
      return { do: 'release-hold', reason: payout.rejection.code }; // Another worker may have got the hold meanwhile.
    case 'absent':
      return { do: 'nothing' };
    default:
      return unreachable(payout);
  }
}

function nextOfSubmitted(payout: SubmittedPayout, now: Date, timings: PayoutTimings): NextStep {
  const { number, startedAt, outcome } = latestAttempt(payout);
  // Whoever claimed it has ended, or its answer is still on the way: past the time-out it can only be unknown.
  if (outcome.status === 'pending')
    return elapsed(startedAt, now, 2 * timings.callTimeoutMs)
      ? { do: 'record-lost-call', attempt: number }
      : { do: 'nothing' };
  // Late answers come to earlier attempts too, and while one is accepted no other may start.
  const accepted = latestOutcome(payout, 'accepted');
  if (accepted) {
    const missing = !payout.review && elapsed(later(accepted.since, payout.resumedAt), now, timings.reviewAfterMs);
    return watch(accepted.providerId, missing, 'approval-missing');
  }
  return payout.review ? { do: 'nothing' } : nextAttempt(payout, now, timings);
}

/** Every attempt has ended unknown, or blocked and then resumed by a person. */
function nextAttempt(payout: SubmittedPayout, now: Date, timings: PayoutTimings): NextStep {
  const unknown = latestOutcome(payout, 'unknown');
  if (unknown && !elapsed(unknown.since, now, timings.retryQuietMs)) return { do: 'nothing' };
  if (latestAttempt(payout).number >= attempts_max) return { do: 'require-review', reason: 'attempts-exhausted' };
  if (!unknown) return { do: 'submit' };
  const tooLong = elapsed(later(unknown.since, payout.resumedAt), now, timings.reviewAfterMs);
  return { do: 'submit-if-gate-healthy', otherwise: tooLong ? 'outcome-unknown-too-long' : 'wait' };
}

function latestOutcome<Status extends AttemptOutcome['status']>({ attempts }: SubmittedPayout, status: Status) {
  return attempts
    .map(({ outcome }) => outcome)
    .findLast((outcome): outcome is Extract<AttemptOutcome, { status: Status }> => outcome.status === status);
}

function nextOfBound({ binding, review, resumedAt }: BoundPayout, now: Date, timings: PayoutTimings): NextStep {
  const tooLong = elapsed(later(binding.boundAt, resumedAt), now, timings.pendingReviewAfterMs);
  return watch(binding.providerId, !review && tooLong, 'pending-too-long');
}

function watch(providerId: string, reviewIfStillPending: boolean, reason: ReviewReason): NextStep {
  return reviewIfStillPending ? { do: 'watch', providerId, review: reason } : { do: 'watch', providerId };
}

function later(since: Date, resumedAt: Date | undefined): Date {
  return resumedAt !== undefined && resumedAt > since ? resumedAt : since;
}

function elapsed(since: Date, now: Date, ms: number): boolean {
  return now.getTime() - since.getTime() >= ms;
}
