import { describe, expect, it } from '@jest/globals';
import { fold } from '../decider/decider.js';
import { givenWhenThen } from '../decider/given-when-then.js';
import { stored } from '../decider/laws.fixtures.js';
import { accountDecider } from '../ledger/account.js';
import { money, zero } from '../money/money.js';
import { fundingCodec, fundingStream } from './funding.codec.js';
import type { FundingEvent } from './funding.events.js';
import { eur, funded, recordFunding, reverseFunding, reversed } from './funding.fixtures.js';
import { fiatWallet, fundingBookings, fundingDecider } from './funding.js';

const { given } = givenWhenThen(fundingDecider);

describe('IN-09 fiat that an operator sent', () => {
  it('is recorded once', () => {
    given().when(recordFunding()).thenFacts(funded);
    given(funded).when(recordFunding()).thenNothing();
    given(funded, reversed).when(recordFunding()).thenNothing();
  });

  it.each([
    ['amount-not-positive', { amount: zero(eur) }],
    ['amount-not-positive', { amount: money(eur, -1n) }],
    ['asset-not-fiat', { amount: money({ token: 'USDT', chain: 'tron', decimals: 6 }, 1n) }],
    ['value-date-in-future', { valueDate: '2026-01-07' }],
    ['evidence-needed', { evidence: ' ' }],
    ['evidence-needed', { reference: '' }],
  ] as const)('is refused: %s', (code, changes) => given().when(recordFunding(changes)).thenRejects(code));

  it.each([
    ['2026-01-05T10:00:00Z', 'thenFacts'],
    ['2026-01-05T09:59:59Z', 'thenRejects'],
  ] as const)('may be of the day that has begun in some time zone: at %s it %s', (at, then) => {
    const told = { valueDate: '2026-01-06', recordedAt: new Date(at) };
    const tried = given().when(recordFunding(told));
    if (then === 'thenRejects') tried.thenRejects('value-date-in-future');
    else tried.thenFacts({ ...funded, data: { ...funded.data, ...told } });
  });

  it('API-13 is another one under another key', () =>
    given(funded)
      .when(recordFunding({ requestHash: 'hash-2' }))
      .thenRejects('idempotency-conflict'));

  it('is corrected by a reversing entry only, which takes two people', () => {
    given(funded).when(reverseFunding()).thenFacts(reversed);
    given(funded, reversed).when(reverseFunding()).thenNothing();
    given().when(reverseFunding()).thenRejects('funding-not-found');
    given(funded)
      .when(reverseFunding({ reason: '' }))
      .thenRejects('evidence-needed');
    given(funded)
      .when(reverseFunding({ approvedBy: 'user:ada' }))
      .thenRejects('two-people-needed');
  });
});

describe('IN-09 the account of an operator’s fiat', () => {
  const account = accountDecider(fiatWallet('acme'), eur);
  /** The account after each funding's bookings were made, all of them every time. */
  function booked(...histories: readonly (readonly FundingEvent[])[]) {
    let state = account.initial;
    const postings: string[] = [];
    for (const facts of histories) {
      for (const command of fundingBookings(fold(fundingDecider, facts))) {
        const decision = account.decide(command, state);
        if (!decision.ok) throw new Error(decision.rejection.code);
        for (const event of decision.events) {
          state = account.evolve(state, event);
          postings.push(...event.data.postings.map(({ from, to, amount }) => `${from} > ${to} ${amount.minor}`));
        }
      }
    }
    return { available: state.available.minor, postings };
  }
  const received = 'external:fiat > wallet:fiat.acme:available 1000050';

  it('has what came, however often it is booked', () => {
    expect(booked([])).toEqual({ available: 0n, postings: [] });
    expect(booked([funded], [funded])).toEqual({ available: 1_000_050n, postings: [received] });
  });

  it('gives back what was reversed, even when both were booked late', () => {
    const givenBack = { available: 0n, postings: [received, 'wallet:fiat.acme:available > external:fiat 1000050'] };
    expect(booked([funded], [funded, reversed], [funded, reversed])).toEqual(givenBack);
    expect(booked([funded, reversed])).toEqual(givenBack);
  });
});

describe('INV-C3 the facts of a funding in the log', () => {
  it.each([funded, reversed])('$type is read back as it was written', (fact) =>
    expect(stored(fundingCodec, fact)).toEqual(fact),
  );

  it('stand in its stream, the reversal after the funding', () => {
    expect(fundingStream('fund_1')).toBe('funding-fund_1');
    expect(() => fold(fundingDecider, [reversed])).toThrow('cannot follow');
  });
});
