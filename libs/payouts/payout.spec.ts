import { describe, it } from '@jest/globals';
import { givenWhenThen } from '../decider/given-when-then.js';
import { money } from '../money/money.js';
import {
  accepted,
  at,
  blocked,
  bound,
  fundsReserved,
  historyOf,
  rejected,
  requested,
  resumed,
  reviewRequired,
  started,
  unknown,
  usdt,
} from './payout.fixtures.js';
import {
  bindTransaction,
  rejectForFunds,
  requestPayout,
  reserveFunds,
  startAttempt,
} from './payout-commands.fixtures.js';
import { attempts_max } from '../attempts/attempt.js';
import { payoutDecider } from './payout.js';

const { given } = givenWhenThen(payoutDecider);
const { reserved, submitted, settled, released } = historyOf;
const manyUnknown = (attempts: number) =>
  Array.from({ length: attempts }, (_, index) => [started(index + 1, 'canary passed'), unknown(index + 1)]).flat();

describe('API-13 a request and its idempotency key', () => {
  it('opens a payout', () => given().when(requestPayout).thenFacts(requested));

  it('does nothing twice for the same request again', () => {
    given(requested).when(requestPayout).thenNothing();
    given(...settled)
      .when(requestPayout)
      .thenNothing();
  });

  it('refuses another body under the same key, so that nobody believes it was paid', () => {
    const otherBody = { ...requestPayout, data: { ...requestPayout.data, requestHash: 'b2'.repeat(32) } };
    given(requested).when(otherBody).thenRejects('idempotency-conflict');
    given(...released)
      .when(otherBody)
      .thenRejects('idempotency-conflict');
  });
});

describe('F1.8 the money is reserved before anything is sent', () => {
  it('records the hold', () => given(requested).when(reserveFunds).thenFacts(fundsReserved));

  it('rejects what the balance does not cover, with a reason', () =>
    given(requested).when(rejectForFunds).thenFacts(rejected));

  it('refuses to reserve what was rejected, and to reject what is reserved', () => {
    const expected = ['requested'] as const;
    given(requested, rejected).when(reserveFunds).thenRejects('payout-not-in-status', { expected, actual: 'rejected' });
    given(...reserved)
      .when(rejectForFunds)
      .thenRejects('payout-not-in-status', { expected, actual: 'reserved' });
  });

  it('refuses to ask the provider before the money is reserved', () =>
    given(requested).when(startAttempt('canary passed')).thenRejects('payout-not-in-status'));
});

describe('F3.10 the claim of an attempt', () => {
  it('starts the first attempt without asking for the gate: nothing else can land', () =>
    given(...reserved)
      .when(startAttempt())
      .thenFacts(started(1)));

  it('refuses a second attempt while the first one’s outcome is open, so the provider is never asked twice', () =>
    given(...submitted)
      .when(startAttempt('canary passed'))
      .thenRejects('attempt-in-flight'));

  it('refuses another attempt once one was accepted', () =>
    given(...submitted, accepted())
      .when(startAttempt('canary passed'))
      .thenRejects('attempt-in-flight'));

  it('refuses another attempt when an earlier one turns out to have been accepted after all', () =>
    given(...reserved, ...manyUnknown(2), accepted(1))
      .when(startAttempt('canary passed'))
      .thenRejects('attempt-in-flight'));

  it('FR-05 tries again after an unknown outcome only while the gate would stop a second payment', () => {
    given(...submitted, unknown())
      .when(startAttempt())
      .thenRejects('gate-not-healthy');
    given(...submitted, unknown())
      .when(startAttempt('canary passed'))
      .thenFacts(started(2, 'canary passed'));
  });

  it('keeps asking for the gate while any attempt is unknown, even when a later one certainly did nothing', () => {
    const secondWasBlocked = [...submitted, unknown(), started(2, 'canary passed'), blocked(2)];
    given(...secondWasBlocked)
      .when(startAttempt())
      .thenRejects('gate-not-healthy');
    given(...secondWasBlocked)
      .when(startAttempt('canary passed'))
      .thenFacts(started(3, 'canary passed'));
  });

  it('FR-03 tries a blocked one again only after a person has resumed it, then without the gate', () => {
    const inReview = [...submitted, blocked(), reviewRequired('blocked-by-provider')];
    given(...inReview)
      .when(startAttempt('canary passed'))
      .thenRejects('payout-under-review');
    given(...inReview, resumed)
      .when(startAttempt())
      .thenFacts(started(2));
  });

  it('stops after the last attempt, whatever the gate says', () =>
    given(...reserved, ...manyUnknown(attempts_max))
      .when(startAttempt('canary passed'))
      .thenRejects('attempts-exhausted'));
});

describe('INV-P4 F4.2 F4.3 binding a provider transaction', () => {
  it('binds the transaction that is what was asked for', () =>
    given(...submitted)
      .when(bindTransaction('tx-1'))
      .thenFacts(bound('tx-1')));

  it('binds before the create call has answered, and after the outcome became unknown', () => {
    given(...submitted, unknown())
      .when(bindTransaction('tx-1'))
      .thenFacts(bound('tx-1'));
    given(...reserved, ...manyUnknown(2))
      .when(bindTransaction('tx-1', {}, 1))
      .thenFacts(bound('tx-1', 1));
  });

  it('binds during a review: what the provider does still counts', () =>
    given(...submitted, unknown(), reviewRequired('outcome-unknown-too-long'))
      .when(bindTransaction('tx-1'))
      .thenFacts(bound('tx-1')));

  it('says yes again to the bound one, for ever', () => {
    given(...submitted, bound('tx-1'))
      .when(bindTransaction('tx-1'))
      .thenNothing();
    given(...settled)
      .when(bindTransaction('tx-1'))
      .thenNothing();
  });

  it('refuses every other one, so that only one is ever signed', () => {
    const boundTo = 'tx-1';
    given(...submitted, bound('tx-1'))
      .when(bindTransaction('tx-2'))
      .thenRejects('bound-to-another-transaction', { boundTo });
    given(...settled)
      .when(bindTransaction('tx-2'))
      .thenRejects('bound-to-another-transaction', { boundTo });
  });

  it('refuses any after the release, so that nobody is paid and refunded (INV-P3)', () =>
    given(...released)
      .when(bindTransaction('tx-1'))
      .thenRejects('payout-not-in-status'));

  it('refuses an attempt that never was', () =>
    given(...submitted)
      .when(bindTransaction('tx-1', {}, 2))
      .thenRejects('attempt-not-found', { attempt: 2 }));

  it('INV-P6 S-14 refuses a transaction that differs, and names in what', () => {
    const oneMore = money(usdt, 12_500_001n);
    given(...submitted)
      .when(bindTransaction('tx-1', { amount: oneMore }))
      .thenRejects('transaction-differs', { fields: ['amount'] });
    given(...submitted)
      .when(bindTransaction('tx-1', { destination: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', providerWalletId: 'w' }))
      .thenRejects('transaction-differs', { fields: ['wallet', 'destination'] });
    given(...submitted)
      .when(bindTransaction('tx-1', { createdAt: at(0) }))
      .thenRejects('transaction-differs', { fields: ['created-before-attempt'] });
  });
});
