import { describe, it } from '@jest/globals';
import { givenWhenThen } from '../decider/given-when-then.js';
import {
  bound,
  historyOf,
  now,
  payoutId,
  released,
  resolved,
  resumed,
  reviewRequired,
  unknown,
} from './payout.fixtures.js';
import { requireReview, resolveOutcome, resumePayout } from './payout-commands.fixtures.js';
import { payoutDecider } from './payout.js';

const { given } = givenWhenThen(payoutDecider);
const { reserved, submitted, settled } = historyOf;
const isBound = historyOf.bound;
const inReview = [...submitted, unknown(), reviewRequired('outcome-unknown-too-long')];
const paidBy = (providerId: string) =>
  ({
    type: 'PayoutSettled',
    data: { payoutId, providerId, transactionHash: undefined, evidence: 'statement', settledAt: now },
  }) as const;
const boundByPeople = {
  ...bound('tx-1', 1, 'resolution'),
  data: { ...bound('tx-1', 1, 'resolution').data, evidence: 'statement' },
};

describe('INV-P8 FR-08 a person has to look', () => {
  it('opens a review with its reason', () =>
    given(...submitted, unknown())
      .when(requireReview('outcome-unknown-too-long'))
      .thenFacts(reviewRequired('outcome-unknown-too-long')));

  it('opens one at a time', () =>
    given(...inReview)
      .when(requireReview('attempts-exhausted'))
      .thenNothing());

  it('refuses one where nothing is uncertain', () => {
    given(...reserved)
      .when(requireReview())
      .thenRejects('payout-not-in-status');
    given(...settled)
      .when(requireReview())
      .thenRejects('payout-not-in-status');
  });

  it('goes on when the person says so, and says who and why', () =>
    given(...inReview)
      .when(resumePayout)
      .thenFacts(resumed));

  it('has nothing to resume without a review', () => {
    given(...submitted)
      .when(resumePayout)
      .thenNothing();
    given(...reserved)
      .when(resumePayout)
      .thenRejects('payout-not-in-status');
  });

  it('can be opened again after it was resumed', () =>
    given(...inReview, resumed)
      .when(requireReview('attempts-exhausted'))
      .thenFacts(reviewRequired('attempts-exhausted')));
});

describe('§2.3 rule 8 people say what became of it', () => {
  it('paid, by this transaction: binds and settles it in one append', () =>
    given(...inReview)
      .when(resolveOutcome('paid', { providerId: 'tx-1' }))
      .thenFacts({ ...resolved('paid', 'tx-1') }, boundByPeople, paidBy('tx-1')));

  it('paid, by the transaction that is bound', () =>
    given(...isBound)
      .when(resolveOutcome('paid', { providerId: 'tx-1' }))
      .thenFacts(resolved('paid', 'tx-1'), paidBy('tx-1')));

  it('not paid: releases the money', () => {
    const outcome = { ...resolved('not-paid'), data: { ...resolved('not-paid').data, providerId: undefined } };
    given(...inReview)
      .when(resolveOutcome('not-paid'))
      .thenFacts(outcome, released('resolved-not-paid', 'statement'));
  });

  it('refuses “not paid” for a bound transaction, which may have been signed', () =>
    given(...isBound)
      .when(resolveOutcome('not-paid'))
      .thenRejects('bound-transaction-not-terminal'));

  it('refuses “paid” by another transaction than the bound one', () =>
    given(...isBound)
      .when(resolveOutcome('paid', { providerId: 'tx-2' }))
      .thenRejects('bound-to-another-transaction', { boundTo: 'tx-1' }));

  it('takes two people', () =>
    given(...inReview)
      .when(resolveOutcome('not-paid', { approvedBy: 'user:ann' }))
      .thenRejects('two-people-needed'));

  it('takes evidence, and for a payment the transaction', () => {
    given(...inReview)
      .when(resolveOutcome('not-paid', { evidence: ' \n' }))
      .thenRejects('evidence-needed');
    given(...inReview)
      .when(resolveOutcome('paid'))
      .thenRejects('evidence-needed');
  });

  it('INV-P3 comes too late after the end', () => {
    given(...settled)
      .when(resolveOutcome('not-paid'))
      .thenRejects('payout-not-in-status', { expected: ['submitted', 'bound'], actual: 'settled' });
    given(...historyOf.released)
      .when(resolveOutcome('paid', { providerId: 'tx-1' }))
      .thenRejects('payout-not-in-status');
  });
});
