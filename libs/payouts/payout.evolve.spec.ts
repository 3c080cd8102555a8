import { describe, expect, it } from '@jest/globals';
import { fold } from '../decider/decider.js';
import { deepFreeze } from '../decider/given-when-then.js';
import type { Payout } from './payout.state.js';
import {
  accepted,
  bound,
  broadcast,
  historyOf,
  now,
  payoutFacts,
  providerFailed,
  request,
  resumed,
  reviewRequired,
  started,
  unknown,
} from './payout.fixtures.js';
import { payoutDecider } from './payout.js';

const { evolve } = payoutDecider;
const states = Object.values(historyOf).map((history) => deepFreeze(fold(payoutDecider, history)));
const folded = (...history: Parameters<typeof evolve>[1][]) => fold(payoutDecider, history);

/** Which statuses a fact can follow on; the others mean that the log is broken. */
const canFollow: Record<keyof typeof payoutFacts, readonly Payout['status'][]> = {
  PayoutRequested: ['absent'],
  PayoutFundsReserved: ['requested'],
  PayoutRejected: ['requested'],
  PayoutAttemptStarted: ['reserved', 'submitted'],
  PayoutAttemptAccepted: ['submitted', 'bound'],
  PayoutAttemptDeclined: ['submitted'],
  PayoutAttemptBlocked: ['submitted'],
  PayoutOutcomeUnknown: ['submitted'],
  PayoutBound: ['submitted'],
  PayoutBroadcast: ['bound'],
  PayoutSettled: ['bound'],
  PayoutProviderFailed: ['submitted', 'bound'],
  PayoutReleased: ['submitted', 'bound'],
  PayoutReviewRequired: ['submitted', 'bound'],
  PayoutResumed: ['submitted', 'bound'],
  PayoutOutcomeResolved: ['submitted', 'bound'],
  LateProviderEventRecorded: ['settled', 'released'],
};

describe('INV-P3 a log whose facts cannot follow each other stops the command', () => {
  const pairs = Object.values(payoutFacts).flatMap((fact) => states.map((state) => ({ fact, state })));

  it.each(pairs)('$fact.type on a payout that is $state.status', ({ fact, state }) => {
    if (canFollow[fact.type].includes(state.status)) expect(() => evolve(state, fact)).not.toThrow();
    else expect(() => evolve(state, fact)).toThrow(`${fact.type} cannot follow on a payout that is ${state.status}`);
  });
});

describe('what a payout keeps of its facts', () => {
  it('every attempt with its last word', () =>
    expect(folded(...historyOf.submitted, unknown(1), started(2), accepted(1, 'tx-1'))).toMatchObject({
      status: 'submitted',
      attempts: [
        { number: 1, startedAt: now, outcome: { status: 'accepted', providerId: 'tx-1' } },
        { number: 2, outcome: { status: 'pending' } },
      ],
    }));

  it('F4.1 the binding, though the create call answers later', () =>
    expect(folded(...historyOf.submitted, bound('tx-1'), accepted(1, 'tx-1'))).toMatchObject({
      status: 'bound',
      binding: { providerId: 'tx-1', attempt: 1, boundAt: now },
      attempts: [{ outcome: { status: 'accepted' } }],
    }));

  it('INV-P9 the latest hash', () =>
    expect(folded(...historyOf.bound, broadcast('hash-1'), broadcast('hash-2'))).toMatchObject({
      binding: { transactionHash: 'hash-2' },
    }));

  it('the review until it is resumed or something is bound', () => {
    const inReview = [...historyOf.submitted, unknown(), reviewRequired('attempts-exhausted')] as const;
    expect(folded(...inReview)).toMatchObject({ review: { reason: 'attempts-exhausted', since: now } });
    expect(folded(...inReview, resumed)).not.toHaveProperty('review');
    expect(folded(...inReview, bound())).not.toHaveProperty('review');
  });

  it('the request, all the way', () => {
    for (const state of states) if (state.status !== 'absent') expect(state.request).toEqual(request);
  });

  it('nothing of a failure until the release beside it', () =>
    expect(evolve(folded(...historyOf.bound), providerFailed)).toEqual(folded(...historyOf.bound)));
});
