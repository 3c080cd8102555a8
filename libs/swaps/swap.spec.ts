import { describe, expect, it } from '@jest/globals';
import { givenWhenThen } from '../decider/given-when-then.js';
import { money } from '../money/money.js';
import * as when from './swap-commands.fixtures.js';
import * as then from './swap.fixtures.js';
import { swapDecider } from './swap.js';

const { given: givenFacts } = givenWhenThen(swapDecider);
const given = (status: keyof typeof then.historyOf) => givenFacts(...then.historyOf[status]);

describe('IN-13 IN-27 API-13 a request for a swap', () => {
  it('opens it', () => given('absent').when(when.requestSwap).thenFacts(then.requested));
  it('does nothing twice', () => given('settled').when(when.requestSwap).thenNothing());
  it('refuses another body under the same key', () =>
    given('requested')
      .when({ ...when.requestSwap, data: { ...then.request, requestHash: 'b2'.repeat(32) } })
      .thenRejects('idempotency-conflict'));
  it('refuses an asset into itself', () =>
    given('absent')
      .when({ ...when.requestSwap, data: { ...then.request, toAsset: then.usdt } })
      .thenRejects('same-asset'));
  it.each([money(then.usdt, 1n), money(then.usdc, 0n)])('refuses a quote that is none: %j', (expectedOutput) =>
    given('absent')
      .when({ ...when.requestSwap, data: { ...then.request, expectedOutput } })
      .thenRejects('quote-not-usable'),
  );
});

describe('F1.8 the given amount is reserved before anything is sent', () => {
  it('records the hold once', () => {
    given('requested').when(when.reserveFunds).thenFacts(then.fundsReserved);
    given('bound').when(when.reserveFunds).thenNothing();
  });
  it('rejects what the balance does not cover', () => {
    given('requested').when(when.rejectForFunds).thenFacts(then.rejected);
    given('rejected').when(when.rejectForFunds).thenNothing();
    given('rejected').when(when.reserveFunds).thenRejects('swap-not-in-status');
    given('reserved').when(when.rejectForFunds).thenRejects('swap-not-in-status');
  });
  it('asks nobody before', () => given('requested').when(when.startAttempt('up')).thenRejects('swap-not-in-status'));
});

describe('F3.10 the claim of an attempt', () => {
  it('is the first', () => given('reserved').when(when.startAttempt()).thenFacts(then.started()));
  it('is the only one while another is open', () => {
    given('submitted').when(when.startAttempt('up')).thenRejects('attempt-in-flight');
    givenFacts(...then.historyOf.submitted, then.accepted())
      .when(when.startAttempt('up'))
      .thenRejects('attempt-in-flight');
  });
  it('after an unknown outcome needs a gate that lets one through', () => {
    const unknown = givenFacts(...then.historyOf.submitted, then.unknown());
    unknown.when(when.startAttempt()).thenRejects('gate-not-healthy');
    unknown.when(when.startAttempt('up')).thenFacts(then.started(2, 'up'));
  });
  it('ends after five, and stops under review', () => {
    const five = [1, 2, 3, 4, 5].flatMap((number) => [then.started(number, 'up'), then.unknown(number)]);
    givenFacts(...then.historyOf.reserved, ...five)
      .when(when.startAttempt('up'))
      .thenRejects('attempts-exhausted');
    givenFacts(...then.historyOf.submitted, then.blocked, then.underReview('blocked-by-provider'))
      .when(when.startAttempt('up'))
      .thenRejects('swap-under-review');
  });
});

describe('F3.1 three ways an answer may come out', () => {
  it('accepted, once', () => {
    given('submitted').when(when.recordAccepted()).thenFacts(then.accepted());
    given('bound').when(when.recordAccepted()).thenNothing();
    given('settled').when(when.recordAccepted()).thenNothing();
    given('settled')
      .when(when.recordAccepted(1, 'tx-2'))
      .thenFacts(then.late('accepted', 'tx-2', 'answer'));
    given('submitted').when(when.recordAccepted(7)).thenRejects('attempt-not-found');
    given('reserved').when(when.recordAccepted()).thenRejects('swap-not-in-status');
  });
  it('declined for good: released with it', () => {
    given('submitted')
      .when(when.recordDeclined())
      .thenFacts(then.declined, then.releasedAs('declined-by-provider', 'no'));
    given('released').when(when.recordDeclined()).thenNothing();
    given('reserved').when(when.recordDeclined()).thenRejects('swap-not-in-status');
  });
  it('declined, while an earlier one was accepted: not released', () =>
    givenFacts(...then.historyOf.submitted, then.unknown(), then.started(2, 'up'), then.accepted(1))
      .when(when.recordDeclined(2))
      .thenFacts({ ...then.declined, data: { ...then.declined.data, attempt: 2 } }));
  it('blocked: a person is called, the money stays reserved', () => {
    given('submitted').when(when.recordBlocked()).thenFacts(then.blocked, then.underReview('blocked-by-provider'));
    given('bound').when(when.recordBlocked()).thenNothing();
  });
  it('unknown, which ends nothing', () => {
    given('submitted').when(when.recordUnknown()).thenFacts(then.unknown());
    given('bound').when(when.recordUnknown()).thenNothing();
    given('submitted').when(when.recordUnknown(7)).thenRejects('attempt-not-found');
  });
});

describe('INV-P4 one provider transaction, for ever', () => {
  it('is bound once', () => {
    given('submitted').when(when.bindTransaction()).thenFacts(then.bound());
    given('bound').when(when.bindTransaction()).thenNothing();
    given('settled').when(when.bindTransaction()).thenNothing();
    given('bound').when(when.bindTransaction('tx-2')).thenRejects('bound-to-another-transaction', { boundTo: 'tx-1' });
    given('settled').when(when.bindTransaction('tx-2')).thenRejects('bound-to-another-transaction');
  });
  it.each([
    ['wallet', { providerWalletId: 'provider-wallet-2' }],
    ['amount', { amount: money(then.usdt, 100_000_001n) }],
    ['amount', { amount: money(then.usdc, 100_000_000n) }],
    ['to-token', { toToken: 'TRX' }],
    ['created-before-attempt', { createdAt: then.at(4) }],
  ] as const)('INV-P6 not with another %s', (field, changes) =>
    given('submitted')
      .when(when.bindTransaction('tx-1', changes))
      .thenRejects('transaction-differs', { fields: [field] }),
  );
  it('not for an attempt that was never made, nor after the release', () => {
    given('submitted')
      .when(when.bindTransaction('tx-1', {}, 7))
      .thenRejects('attempt-not-found');
    given('released').when(when.bindTransaction()).thenRejects('swap-not-in-status');
  });
  it('INV-P9 its hash may change while it is under way', () => {
    given('bound').when(when.recordBroadcast()).thenFacts(then.broadcast());
    givenFacts(...then.historyOf.bound, then.broadcast())
      .when(when.recordBroadcast())
      .thenNothing();
    given('bound').when(when.recordBroadcast('hash-1', 'tx-2')).thenRejects('bound-to-another-transaction');
    given('submitted').when(when.recordBroadcast()).thenRejects('swap-not-in-status');
    given('settled').when(when.recordBroadcast()).thenNothing();
  });
});

describe('its state', () => {
  it('refuses facts that cannot follow on each other', () =>
    expect(() => swapDecider.evolve({ status: 'absent' }, then.bound())).toThrow('SwapBound cannot follow'));
});
