import { describe, it } from '@jest/globals';
import { givenWhenThen } from '../decider/given-when-then.js';
import {
  accepted,
  blocked,
  bound,
  declined,
  historyOf,
  late,
  released,
  reviewRequired,
  started,
  unknown,
} from './payout.fixtures.js';
import { recordAccepted, recordBlocked, recordDeclined, recordUnknown } from './payout-commands.fixtures.js';
import { payoutDecider } from './payout.js';

const { given } = givenWhenThen(payoutDecider);
const { reserved, submitted, settled } = historyOf;
const ended = historyOf.released;
const secondPending = [...submitted, unknown(1), started(2, 'canary passed')];

describe('PO-19 the provider accepted an attempt', () => {
  it('records its transaction, which is not a payment yet', () =>
    given(...submitted)
      .when(recordAccepted(1, 'tx-1'))
      .thenFacts(accepted(1, 'tx-1')));

  it('takes a late answer to an earlier attempt', () =>
    given(...secondPending)
      .when(recordAccepted(1, 'tx-1'))
      .thenFacts(accepted(1, 'tx-1')));

  it('F4.1 takes the answer after the gate has bound the transaction', () =>
    given(...submitted, bound('tx-1'))
      .when(recordAccepted(1, 'tx-1'))
      .thenFacts(accepted(1, 'tx-1')));

  it('DW-32 records it once', () =>
    given(...submitted, accepted())
      .when(recordAccepted())
      .thenNothing());

  it('refuses an answer to an attempt that never was', () =>
    given(...submitted)
      .when(recordAccepted(3))
      .thenRejects('attempt-not-found', { attempt: 3 }));

  it('keeps an answer after the end for people, once, and changes nothing', () => {
    given(...settled)
      .when(recordAccepted(1, 'tx-1'))
      .thenNothing();
    given(...settled)
      .when(recordAccepted(1, 'tx-2'))
      .thenFacts(late('tx-2', 'accepted', 'answer'));
    given(...ended)
      .when(recordAccepted(1, 'tx-2'))
      .thenFacts(late('tx-2', 'accepted', 'answer'));
    given(...ended, late('tx-2', 'accepted'))
      .when(recordAccepted(1, 'tx-2'))
      .thenNothing();
  });
});

describe('F3.9 the provider declined an attempt for certain', () => {
  const refunded = released('declined-by-provider', 'no such address');

  it('ends the payout and fences off whatever may still land, in one append', () =>
    given(...submitted)
      .when(recordDeclined())
      .thenFacts(declined, refunded));

  it('believes a certain no after an unknown outcome', () =>
    given(...submitted, unknown())
      .when(recordDeclined())
      .thenFacts(declined, refunded));

  it('does not end the payout while an earlier attempt is accepted', () =>
    given(...submitted, unknown(1), started(2, 'canary'), accepted(1))
      .when(recordDeclined(2))
      .thenFacts({ ...declined, data: { ...declined.data, attempt: 2 } }));

  it('does not believe it once something better is known', () => {
    given(...submitted, accepted())
      .when(recordDeclined())
      .thenNothing();
    given(...submitted, bound())
      .when(recordDeclined())
      .thenNothing();
    given(...settled)
      .when(recordDeclined())
      .thenNothing();
    given(...ended)
      .when(recordDeclined())
      .thenNothing();
  });

  it('does not end a payout over an earlier attempt than the latest', () =>
    given(...secondPending)
      .when(recordDeclined(1))
      .thenNothing());
});

describe('FR-03 F3.6 the provider refused for a reason of ours', () => {
  it('calls a person and keeps the money reserved', () =>
    given(...submitted)
      .when(recordBlocked())
      .thenFacts(blocked(), reviewRequired('blocked-by-provider')));

  it('changes nothing twice', () => {
    given(...submitted, blocked(), reviewRequired('blocked-by-provider'))
      .when(recordBlocked())
      .thenNothing();
    given(...secondPending)
      .when(recordBlocked(1))
      .thenNothing();
    given(...submitted, bound())
      .when(recordBlocked())
      .thenNothing();
  });

  it('refuses it before anything was asked', () =>
    given(...reserved)
      .when(recordBlocked())
      .thenRejects('payout-not-in-status', { expected: ['submitted'], actual: 'reserved' }));
});

describe('F3.2 F3.3 F3.7 nobody knows what came of an attempt', () => {
  it('records what was seen instead of an answer', () =>
    given(...submitted)
      .when(recordUnknown())
      .thenFacts(unknown()));

  it('never overrules what is known already', () => {
    given(...submitted, accepted())
      .when(recordUnknown())
      .thenNothing();
    given(...submitted, unknown())
      .when(recordUnknown())
      .thenNothing();
    given(...submitted, bound())
      .when(recordUnknown())
      .thenNothing();
    given(...ended)
      .when(recordUnknown())
      .thenNothing();
  });

  it('refuses an attempt that never was', () =>
    given(...submitted)
      .when(recordUnknown(2))
      .thenRejects('attempt-not-found', { attempt: 2 }));
});
