import { attempts_max, latestAttempt, type AttemptOutcome, type Attempts } from './attempt.js';

/** When the worker may act, and when a person must. Milliseconds. */
export interface AttemptTimings {
  /** A request to the provider is over by then, one way or the other. */
  readonly callTimeoutMs: number;
  /** Quiet time after an unknown outcome before another attempt; saves requests, is not what makes it safe. */
  readonly retryQuietMs: number;
  /** An outcome unknown, or an approval missing, for longer than this goes to review (INV-P8). */
  readonly reviewAfterMs: number;
  /** A bound transaction pending for longer than this goes to review (INV-P8). */
  readonly pendingReviewAfterMs: number;
}

/** Why a person is called while the provider is asked. */
export type WaitingReason = 'outcome-unknown-too-long' | 'attempts-exhausted' | 'approval-missing' | 'pending-too-long';

/** What the attempts of an intent need next. */
export type AttemptStep =
  | { readonly do: 'submit' }
  | { readonly do: 'submit-if-gate-healthy'; readonly otherwise: WaitingReason | 'wait' }
  | { readonly do: 'record-lost-call'; readonly attempt: number }
  | { readonly do: 'watch'; readonly providerId: string; readonly review?: WaitingReason }
  | { readonly do: 'require-review'; readonly reason: WaitingReason }
  | { readonly do: 'nothing' };

/** Where an intent stands between its first attempt and its end. */
interface Standing {
  readonly attempts: Attempts;
  readonly review?: object;
  readonly resumedAt?: Date;
}

interface BoundStanding extends Omit<Standing, 'attempts'> {
  readonly binding: { readonly providerId: string; readonly boundAt: Date };
}

/** Asked for, nothing bound yet. */
export function nextOfSubmitted(intent: Standing, now: Date, timings: AttemptTimings): AttemptStep {
  const { number, startedAt, outcome } = latestAttempt(intent);
  // Whoever claimed it has ended, or its answer is still on the way: past the time-out it can only be unknown.
  if (outcome.status === 'pending')
    return elapsed(startedAt, now, 2 * timings.callTimeoutMs)
      ? { do: 'record-lost-call', attempt: number }
      : { do: 'nothing' };
  // Late answers come to earlier attempts too, and while one is accepted no other may start.
  const accepted = latestOutcome(intent, 'accepted');
  if (accepted) {
    const missing = !intent.review && elapsed(later(accepted.since, intent.resumedAt), now, timings.reviewAfterMs);
    return watch(accepted.providerId, missing, 'approval-missing');
  }
  return intent.review ? { do: 'nothing' } : nextAttempt(intent, now, timings);
}

export function nextOfBound({ binding, review, resumedAt }: BoundStanding, now: Date, timings: AttemptTimings) {
  const tooLong = elapsed(later(binding.boundAt, resumedAt), now, timings.pendingReviewAfterMs);
  return watch(binding.providerId, !review && tooLong, 'pending-too-long');
}

/** Every attempt has ended unknown, or blocked and then resumed by a person. */
function nextAttempt(intent: Standing, now: Date, timings: AttemptTimings): AttemptStep {
  const unknown = latestOutcome(intent, 'unknown');
  if (unknown && !elapsed(unknown.since, now, timings.retryQuietMs)) return { do: 'nothing' };
  if (latestAttempt(intent).number >= attempts_max) return { do: 'require-review', reason: 'attempts-exhausted' };
  if (!unknown) return { do: 'submit' };
  const tooLong = elapsed(later(unknown.since, intent.resumedAt), now, timings.reviewAfterMs);
  return { do: 'submit-if-gate-healthy', otherwise: tooLong ? 'outcome-unknown-too-long' : 'wait' };
}

function latestOutcome<Status extends AttemptOutcome['status']>({ attempts }: Standing, status: Status) {
  return attempts
    .map(({ outcome }) => outcome)
    .findLast((outcome): outcome is Extract<AttemptOutcome, { status: Status }> => outcome.status === status);
}

function watch(providerId: string, reviewIfStillPending: boolean, reason: WaitingReason): AttemptStep {
  return reviewIfStillPending ? { do: 'watch', providerId, review: reason } : { do: 'watch', providerId };
}

function later(since: Date, resumedAt: Date | undefined): Date {
  return resumedAt !== undefined && resumedAt > since ? resumedAt : since;
}

function elapsed(since: Date, now: Date, ms: number): boolean {
  return now.getTime() - since.getTime() >= ms;
}
