import { describe, expect, it } from '@jest/globals';
import { fold } from '../decider/decider.js';
import { nextStep } from './next-step.js';
import type { PayoutEvent } from './payout.events.js';
import {
  accepted,
  blocked,
  bound,
  historyOf,
  now,
  resumed,
  reviewRequired,
  started,
  unknown,
} from './payout.fixtures.js';
import { attempts_max } from '../attempts/attempt.js';
import { payoutDecider } from './payout.js';
import { minute, timings } from './worker.fixtures.js';

const { reserved, submitted } = historyOf;
const nextOf = (history: readonly PayoutEvent[], afterMs = 0) =>
  nextStep(fold(payoutDecider, history), new Date(now.getTime() + afterMs), timings);
const allUnknown = [
  ...reserved,
  ...Array.from({ length: attempts_max }, (_, index) => [started(index + 1, 'canary'), unknown(index + 1)]).flat(),
];
const lastBlocked = [...allUnknown.slice(0, -1), blocked(attempts_max)];
const inReview = reviewRequired('outcome-unknown-too-long');
const retry = (otherwise: string) => ({ do: 'submit-if-gate-healthy', otherwise });
const nothing = { do: 'nothing' };

describe('the next step of a payout', () => {
  it.each([
    ['absent', nothing],
    ['requested', { do: 'reserve-funds' }],
    ['rejected', { do: 'release-hold', reason: 'insufficient-funds' }],
    ['reserved', { do: 'submit' }],
    ['submitted', nothing],
    ['bound', { do: 'watch', providerId: 'tx-1' }],
    ['settled', { do: 'capture-hold', settled: fold(payoutDecider, historyOf.settled) }],
    ['released', { do: 'release-hold', reason: 'declined-by-provider' }],
  ] as const)('when it has just become %s', (status, step) => expect(nextOf(historyOf[status])).toEqual(step));

  it.each(['absent', 'requested', 'rejected', 'reserved', 'settled', 'released'] as const)(
    'does not depend on the time when it is %s',
    (status) => expect(nextOf(historyOf[status], 1e9)).toEqual(nextOf(historyOf[status])),
  );
});

describe('F3.1 an attempt whose answer is not recorded', () => {
  const lost = { do: 'record-lost-call', attempt: 1 };

  it('is waited for while the call may still be on its way', () => expect(nextOf(submitted, 59_999)).toEqual(nothing));
  it('is unknown from twice the time-out on', () => expect(nextOf(submitted, 60_000)).toEqual(lost));
  it('is unknown during a review too', () => expect(nextOf([...submitted, inReview], 60_000)).toEqual(lost));
});

describe('FR-05 an attempt whose outcome is unknown', () => {
  const timedOut = [...submitted, unknown()];

  it('is left in peace for the quiet time', () => expect(nextOf(timedOut, minute - 1)).toEqual(nothing));
  it('is tried again after it, if the gate is healthy', () => expect(nextOf(timedOut, minute)).toEqual(retry('wait')));
  it('INV-P8 goes to review when the gate has not been healthy for too long', () => {
    expect(nextOf(timedOut, 30 * minute - 1)).toEqual(retry('wait'));
    expect(nextOf(timedOut, 30 * minute)).toEqual(retry('outcome-unknown-too-long'));
  });
  it('is left to people during a review', () => expect(nextOf([...timedOut, inReview], 1e9)).toEqual(nothing));
  it('goes on when a person resumed it', () =>
    expect(nextOf([...timedOut, inReview, resumed], minute)).toEqual(retry('wait')));
  it('goes to review when it was the last attempt', () => {
    expect(nextOf(allUnknown, minute - 1)).toEqual(nothing);
    expect(nextOf(allUnknown, minute)).toEqual({ do: 'require-review', reason: 'attempts-exhausted' });
  });
});

describe('FR-03 an attempt that was blocked', () => {
  const stopped = [...submitted, blocked(), reviewRequired('blocked-by-provider')];
  const second = [
    ...submitted,
    unknown(1),
    started(2, 'canary'),
    blocked(2),
    reviewRequired('blocked-by-provider'),
    resumed,
  ];

  it('is left to people', () => expect(nextOf(stopped, 1e9)).toEqual(nothing));
  it('is tried again at once when a person resumed it', () =>
    expect(nextOf([...stopped, resumed])).toEqual({ do: 'submit' }));
  it('is tried again only through the gate while an earlier one is unknown', () => {
    expect(nextOf(second, minute)).toEqual({ do: 'submit-if-gate-healthy', otherwise: 'wait' });
    expect(nextOf(second, 30 * minute)).toMatchObject({ otherwise: 'outcome-unknown-too-long' });
  });
  it('goes to review again when it was the last attempt', () =>
    expect(nextOf([...lastBlocked, reviewRequired('blocked-by-provider'), resumed], minute)).toEqual({
      do: 'require-review',
      reason: 'attempts-exhausted',
    }));
});

describe('F4.5 an accepted transaction that nobody approves', () => {
  const waiting = [...submitted, accepted()];
  const watch = { do: 'watch', providerId: 'tx-1' };

  it('is watched', () => expect(nextOf(waiting)).toEqual(watch));
  it('goes to review, still watched, when the approval is missing for too long', () => {
    expect(nextOf(waiting, 30 * minute - 1)).toEqual(watch);
    expect(nextOf(waiting, 30 * minute)).toEqual({ ...watch, review: 'approval-missing' });
  });
  it('is watched during the review', () =>
    expect(nextOf([...waiting, reviewRequired('approval-missing')], 1e9)).toEqual(watch));
  it('is watched when its answer came late, instead of trying once more', () =>
    expect(nextOf([...submitted, unknown(1), started(2, 'canary'), unknown(2), accepted(1)], minute)).toEqual(watch));
});

describe('INV-P8 a bound transaction', () => {
  const isBound = [...submitted, accepted(), bound()];
  const watch = { do: 'watch', providerId: 'tx-1' };

  it('is watched for an hour before people look at it', () => {
    expect(nextOf(isBound, 60 * minute - 1)).toEqual(watch);
    expect(nextOf(isBound, 60 * minute)).toEqual({ ...watch, review: 'pending-too-long' });
  });
  it('is watched during the review', () =>
    expect(nextOf([...isBound, reviewRequired('pending-too-long')], 1e9)).toEqual(watch));
  it('is given its time anew when a person resumed it', () => {
    const late = {
      ...resumed,
      data: { ...resumed.data, resumedAt: new Date(resumed.data.resumedAt.getTime() + 2 * 60 * minute) },
    };
    const again = [...isBound, reviewRequired('pending-too-long'), late];
    expect(nextOf(again, 3 * 60 * minute - 1)).toEqual(watch);
    expect(nextOf(again, 3 * 60 * minute)).toEqual({ ...watch, review: 'pending-too-long' });
  });
});
