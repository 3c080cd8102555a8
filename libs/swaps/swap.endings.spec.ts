import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { givenWhenThen } from '../decider/given-when-then.js';
import { money } from '../money/money.js';
import { compareWithQuote, exceedsSlippage } from './slippage.js';
import * as when from './swap-commands.fixtures.js';
import { bookingsOf } from './swap.bookings.js';
import * as then from './swap.fixtures.js';
import { swapDecider } from './swap.js';

const { given: givenFacts } = givenWhenThen(swapDecider);
const given = (status: keyof typeof then.historyOf) => givenFacts(...then.historyOf[status]);

describe('IN-13 a swap settles with what came out', () => {
  it('once, with output, fee and quote', () => {
    given('bound').when(when.recordSettled()).thenFacts(then.settledAs());
    given('settled').when(when.recordSettled()).thenNothing();
  });
  it.each([undefined, money(then.usdc, 0n)])('not without an output: %j', (output) =>
    given('bound').when(when.recordSettled({ output })).thenRejects('output-missing'),
  );
  it('calls a person when the fee is not known', () =>
    given('bound')
      .when(when.recordSettled({ fee: undefined }))
      .thenFacts(then.settledAs({ fee: undefined }), then.underReview('fee-missing')));
  it('calls a person when the price is worse than allowed, and undoes nothing', () => {
    const output = money(then.usdc, 99_400_499n); // A millionth under half a percent.
    const slippage = { ...then.quote, difference: money(then.usdc, -499_501n), slippageBps: '50.0002' };
    given('bound')
      .when(when.recordSettled({ output }))
      .thenFacts(then.settledAs({ output, quote: slippage }), then.underReview('slippage-exceeded'));
  });
  it('only as what was bound, and only as what was asked for', () => {
    given('submitted').when(when.recordSettled()).thenRejects('swap-not-in-status');
    given('bound')
      .when(when.recordSettled({ observed: when.observed('tx-2') }))
      .thenRejects('bound-to-another-transaction');
    given('bound')
      .when(when.recordSettled({ observed: when.observed('tx-1', { toToken: 'TRX' }) }))
      .thenRejects('transaction-differs', { fields: ['to-token'] });
  });
  it('INV-P3 not after the release: kept for people, once', () => {
    given('released').when(when.recordSettled()).thenFacts(then.late('settled'));
    givenFacts(...then.historyOf.released, then.late('settled'))
      .when(when.recordSettled())
      .thenNothing();
  });
});

describe('a swap that the provider will not make', () => {
  it('is released', () => {
    const reason = 'The provider ended transaction tx-1 as Failed';
    given('bound')
      .when(when.recordFailed())
      .thenFacts(then.providerFailed, then.releasedAs('failed-at-provider', reason));
    given('submitted').when(when.recordFailed()).thenRejects('transaction-not-ours');
    given('bound').when(when.recordFailed('tx-2')).thenRejects('bound-to-another-transaction');
    given('reserved').when(when.recordFailed()).thenRejects('swap-not-in-status');
    given('settled').when(when.recordFailed()).thenFacts(then.late('Failed'));
  });
});

describe('the money follows the outcome', () => {
  it('is closed once, after the end', () => {
    given('settled').when(when.closeSwap).thenFacts(then.closed);
    givenFacts(...then.historyOf.released, then.closed)
      .when(when.closeSwap)
      .thenNothing();
    given('bound').when(when.closeSwap).thenRejects('swap-not-in-status');
  });
  it('IN-27 in three assets', () => {
    const bookings = bookingsOf(then.request, then.settledAs().data, then.now);
    expect(bookings.map(({ asset: { token }, command: { type } }) => [token, type])).toEqual([
      ['USDT', 'CaptureHold'],
      ['USDC', 'Credit'],
      ['TRX', 'Debit'],
    ]);
  });
  it.each([undefined, money(then.trx, 0n)])('in two when there is no fee to pay: %j', (fee) =>
    expect(bookingsOf(then.request, then.settledAs({ fee }).data, then.now)).toHaveLength(2),
  );
});

describe('FR-03 review and resolution', () => {
  it('calls a person once', () => {
    given('bound').when(when.requireReview()).thenFacts(then.underReview('pending-too-long'));
    givenFacts(...then.historyOf.bound, then.underReview('output-missing'))
      .when(when.requireReview())
      .thenNothing();
    given('settled').when(when.requireReview()).thenRejects('swap-not-in-status');
  });
  it('goes on when a person has seen it, the settled one too', () => {
    for (const status of ['submitted', 'bound', 'settled'] as const) {
      const reviewed = givenFacts(...then.historyOf[status], then.underReview('slippage-exceeded'));
      reviewed.when(when.resumeSwap).thenFacts(then.resumed);
      given(status).when(when.resumeSwap).thenNothing();
    }
    given('released').when(when.resumeSwap).thenRejects('swap-not-in-status');
  });
  it('§2.3 rule 8 is resolved by two people, with evidence', () => {
    given('submitted')
      .when(when.resolveOutcome('swapped', { approvedBy: 'ann' }))
      .thenRejects('two-people-needed');
    given('submitted')
      .when(when.resolveOutcome('swapped', { evidence: ' ' }))
      .thenRejects('evidence-needed');
    given('submitted')
      .when(when.resolveOutcome('swapped', { providerId: undefined }))
      .thenRejects('evidence-needed');
    given('reserved').when(when.resolveOutcome('swapped')).thenRejects('swap-not-in-status');
  });
  it('§2.3 rule 8 as swapped, with the output that it needs', () => {
    const settled = then.settledAs({ evidence: 'statement', transactionHash: undefined });
    const { transactionHash: _, ...data } = settled.data;
    const bound = {
      ...then.bound('tx-1', 'resolution'),
      data: { ...then.bound('tx-1', 'resolution').data, evidence: 'statement' },
    };
    given('submitted')
      .when(when.resolveOutcome('swapped'))
      .thenFacts(then.resolved('swapped'), bound, { type: 'SwapSettled', data });
    given('bound')
      .when(when.resolveOutcome('swapped', { providerId: 'tx-2' }))
      .thenRejects('bound-to-another-transaction');
    given('bound')
      .when(when.resolveOutcome('swapped', { output: undefined }))
      .thenRejects('output-missing');
    given('bound')
      .when(when.resolveOutcome('swapped', { output: then.fee }))
      .thenRejects('output-missing');
  });
  it('§2.3 rule 8 as not swapped, unless a bound transaction may still be signed', () => {
    given('submitted')
      .when(when.resolveOutcome('not-swapped'))
      .thenFacts(then.resolved('not-swapped'), then.releasedAs('resolved-not-swapped', 'statement'));
    given('bound').when(when.resolveOutcome('not-swapped')).thenRejects('bound-transaction-not-terminal');
  });
});

describe('slippage', () => {
  const usdc = (minor: bigint) => money(then.usdc, minor);
  it.each([
    [10_000n, 10_000n, '0'],
    [10_000n, 9_999n, '1'],
    [3n, 2n, '3333.3334'],
    [3n, 4n, '-3333.3333'],
    [10_000n, 10_001n, '-1'],
  ])('of %s quoted and %s out is %s', (expected, out, text) =>
    expect(compareWithQuote(usdc(expected), usdc(out)).slippageBps).toBe(text),
  );
  it('is never shown less than it is, and breaches exactly', () =>
    fc.assert(
      fc.property(
        fc.bigInt(1n, 10n ** 30n),
        fc.bigInt(1n, 10n ** 30n),
        fc.integer({ min: 0, max: 10_000 }),
        (e, o, max) => {
          const { slippageBps } = compareWithQuote(usdc(e), usdc(o));
          const [whole = '0', fraction = ''] = slippageBps.replace('-', '').split('.');
          const shown = BigInt(whole + fraction.padEnd(4, '0')) * (slippageBps.startsWith('-') ? -1n : 1n);
          expect(shown * e).toBeGreaterThanOrEqual((e - o) * 10n ** 8n);
          expect((shown - 1n) * e).toBeLessThan((e - o) * 10n ** 8n);
          expect(exceedsSlippage(usdc(e), usdc(o), max)).toBe((e - o) * 10_000n > BigInt(max) * e);
        },
      ),
    ));
});
