import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { MalformedEvent } from '../decider/codec.js';
import { fold } from '../decider/decider.js';
import { givenWhenThen } from '../decider/given-when-then.js';
import { stored } from '../decider/laws.fixtures.js';
import { intended, registerIntent, registerSwapIntent, swapIntended } from './intent.fixtures.js';
import { intentCodec, intentDecider, intentStream, type IntentEvent } from './intent.js';

const { given } = givenWhenThen(intentDecider);

describe('§2.3 rule 2 which payouts asked for exactly this', () => {
  it('remembers the payout before the provider is asked', () =>
    given().when(registerIntent('po_1')).thenFacts(intended('po_1')));

  it('remembers each payout once, however many attempts it makes', () =>
    given(intended('po_1'), intended('po_2')).when(registerIntent('po_1')).thenNothing());

  it('remembers others with the same intent', () =>
    given(intended('po_1')).when(registerIntent('po_2')).thenFacts(intended('po_2')));

  it('remembers swaps likewise, each once', () => {
    given().when(registerSwapIntent('sw_1')).thenFacts(swapIntended('sw_1'));
    given(swapIntended('sw_1')).when(registerSwapIntent('sw_1')).thenNothing();
    given(swapIntended('sw_1')).when(registerSwapIntent('sw_2')).thenFacts(swapIntended('sw_2'));
  });

  it('knows the latest hundred, newest last, and none twice', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 150 }), { maxLength: 400, size: 'max' }), (numbers) => {
        const facts: IntentEvent[] = [];
        let latest: string[] = [];
        for (const payoutId of numbers.map((number) => `po_${number}`)) {
          const decision = intentDecider.decide(registerIntent(payoutId), fold(intentDecider, facts));
          if (decision.ok) facts.push(...decision.events);
          if (!latest.includes(payoutId)) latest = [...latest, payoutId].slice(-100);
        }
        expect(fold(intentDecider, facts)).toEqual(latest);
      }),
      { numRuns: 20 },
    ));
});

describe('INV-C3 the intents in the log', () => {
  it('are read back as they were written', () =>
    expect([intended('po_1'), swapIntended('sw_1')].map((fact) => stored(intentCodec, fact))).toEqual([
      intended('po_1'),
      swapIntended('sw_1'),
    ]));

  it('stand in the stream of their fingerprint', () => expect(intentStream('f1')).toBe('intent-f1'));

  it('are refused without their payout, never guessed', () => {
    const { type, data } = intentCodec.encode(intended('po_1'));
    expect(() => intentCodec.decode({ type, data: { ...data, payoutId: 7 } })).toThrow(MalformedEvent);
  });
});
