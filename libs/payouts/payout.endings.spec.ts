import { describe, it } from '@jest/globals';
import { givenWhenThen } from '../decider/given-when-then.js';
import { money } from '../money/money.js';
import {
  accepted,
  broadcast,
  historyOf,
  late,
  providerFailed,
  released,
  reviewRequired,
  settled,
  usdt,
} from './payout.fixtures.js';
import { recordBroadcast, recordProviderFailed, recordSettled } from './payout-commands.fixtures.js';
import { payoutDecider } from './payout.js';

const { given } = givenWhenThen(payoutDecider);
const { submitted, bound } = historyOf;
const paid = historyOf.settled;
const ended = historyOf.released;
const refunded = released('failed-at-provider', 'The provider ended transaction tx-1 as Rejected');

describe('INV-P9 the bound transaction was seen on its chain', () => {
  it('records its hash', () =>
    given(...bound)
      .when(recordBroadcast('hash-1'))
      .thenFacts(broadcast('hash-1')));

  it('records each new hash of an accelerated transaction, and each one once', () => {
    given(...bound, broadcast('hash-1'))
      .when(recordBroadcast('hash-2'))
      .thenFacts(broadcast('hash-2'));
    given(...bound, broadcast('hash-1'))
      .when(recordBroadcast('hash-1'))
      .thenNothing();
  });

  it('refuses the hash of another transaction', () =>
    given(...bound)
      .when(recordBroadcast('hash-1', 'tx-2'))
      .thenRejects('bound-to-another-transaction', { boundTo: 'tx-1' }));

  it('changes nothing after the end', () => {
    given(...paid)
      .when(recordBroadcast('hash-2'))
      .thenNothing();
    given(...ended)
      .when(recordBroadcast('hash-2'))
      .thenNothing();
  });
});

describe('INV-P6 the money went out', () => {
  it('settles the payout with the bound transaction', () =>
    given(...bound)
      .when(recordSettled())
      .thenFacts(settled));

  it('settles during a review too', () =>
    given(...bound, reviewRequired('pending-too-long'))
      .when(recordSettled())
      .thenFacts(settled));

  it('DW-32 settles once: the webhook and the poller may both report it', () =>
    given(...paid)
      .when(recordSettled())
      .thenNothing());

  it('refuses to settle with anything that was not bound', () => {
    given(...bound)
      .when(recordSettled('tx-2'))
      .thenRejects('bound-to-another-transaction', { boundTo: 'tx-1' });
    given(...submitted, accepted())
      .when(recordSettled('tx-1'))
      .thenRejects('payout-not-in-status', { expected: ['bound'], actual: 'submitted' });
  });

  it('refuses to settle with another amount than was asked for', () =>
    given(...bound)
      .when(recordSettled('tx-1', { amount: money(usdt, 1n) }))
      .thenRejects('transaction-differs', { fields: ['amount'] }));

  it('INV-P3 does not settle what was released: it is kept for people', () =>
    given(...ended)
      .when(recordSettled('tx-1'))
      .thenFacts(late('tx-1', 'settled')));

  it('keeps a second payment for people', () => {
    given(...paid)
      .when(recordSettled('tx-2'))
      .thenFacts(late('tx-2', 'settled'));
    given(...paid, late('tx-2', 'settled'))
      .when(recordSettled('tx-2'))
      .thenNothing();
  });
});

describe('F3.9 the provider will not pay', () => {
  it('releases the money when the bound transaction ended, in one append', () =>
    given(...bound)
      .when(recordProviderFailed())
      .thenFacts(providerFailed, refunded));

  it('releases the money when an accepted one ended before anything was bound', () =>
    given(...submitted, accepted(1, 'tx-1'))
      .when(recordProviderFailed('tx-1'))
      .thenFacts(providerFailed, refunded));

  it('does not release for a transaction that is not the bound one', () =>
    given(...bound, accepted(1, 'tx-2'))
      .when(recordProviderFailed('tx-2'))
      .thenRejects('bound-to-another-transaction', { boundTo: 'tx-1' }));

  it('does not release for a transaction that is not known to be ours', () => {
    given(...submitted)
      .when(recordProviderFailed('tx-9'))
      .thenRejects('transaction-not-ours', { providerId: 'tx-9' });
    given(...submitted, accepted(1, 'tx-1'))
      .when(recordProviderFailed('tx-9'))
      .thenRejects('transaction-not-ours', { providerId: 'tx-9' });
  });

  it('INV-P3 does not release what was settled: it is kept for people, once', () => {
    given(...paid)
      .when(recordProviderFailed())
      .thenFacts(late('tx-1', 'Rejected'));
    given(...paid, late('tx-1', 'Rejected'))
      .when(recordProviderFailed())
      .thenNothing();
  });
});
