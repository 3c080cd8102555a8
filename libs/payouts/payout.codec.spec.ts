import { describe, expect, it } from '@jest/globals';
import { MalformedEvent } from '../decider/codec.js';
import type { JsonObject } from '../decider/json.js';
import { stored } from '../decider/laws.fixtures.js';
import { payoutCodec, payoutStream, payoutStreamPrefix } from './payout.codec.js';
import { payoutFacts, payoutId, released, transferLeg } from './payout.fixtures.js';

const encoded = (type: keyof typeof payoutFacts): JsonObject => payoutCodec.encode(payoutFacts[type]).data;
const decode = (type: keyof typeof payoutFacts, changes: JsonObject) => () =>
  payoutCodec.decode({ type: `${type}.v1`, data: { ...encoded(type), ...changes } });

describe('INV-C3 the payout facts in the log', () => {
  it.each(Object.values(payoutFacts))('$type is read back as it was written', (fact) =>
    expect(stored(payoutCodec, fact)).toEqual(fact),
  );

  it('every fact of the union has a stored type', () =>
    expect(payoutCodec.storedTypes).toEqual(Object.keys(payoutFacts).map((type) => `${type}.v1`)));

  it('a payout’s stream carries its id', () => expect(payoutStream(payoutId)).toBe(`${payoutStreamPrefix}${payoutId}`));

  it('keeps amounts as text, never as a number (F3.13)', () =>
    expect(encoded('PayoutRequested')).toMatchObject({ amount: { minor: '12500000', asset: 'USDT@tron/6' } }));

  it.each([
    ['PayoutRequested', { amount: { minor: 12_500_000, asset: 'USDT@tron/6' } }],
    ['PayoutRequested', { amount: { minor: '12.5', asset: 'USDT@tron/6' } }],
    ['PayoutRequested', { amount: { minor: '12500000', asset: 'USDT@tron/18' } }],
    ['PayoutRequested', { requestedAt: '2026-02-30T00:00:00.000Z' }],
    ['PayoutAttemptStarted', { attempt: 0 }],
    ['PayoutAttemptStarted', { attempt: 1.5 }],
    ['PayoutBound', { via: 'guess' }],
    ['PayoutReleased', { failureCode: 'for some reason' }],
    ['PayoutReviewRequired', { reason: 'just so' }],
    ['PayoutSettled', { providerId: null }],
  ] as const)('%s is refused with %j, never guessed', (type, changes) =>
    expect(decode(type, changes)).toThrow(MalformedEvent),
  );

  it('a transfer’s leg keeps its purpose, and a request for nothing is refused', () => {
    const fact = { type: 'PayoutRequested', data: transferLeg } as const;
    expect(stored(payoutCodec, fact)).toEqual(fact);
    expect(encoded('PayoutRequested')).not.toHaveProperty('purpose');
    const { data, type } = payoutCodec.encode(fact);
    const { purpose: _, ...aimless } = data;
    expect(() => payoutCodec.decode({ type, data: aimless })).toThrow(MalformedEvent);
    expect(() => payoutCodec.decode({ type, data: { ...aimless, purpose: { kind: 'gift' } } })).toThrow(MalformedEvent);
  });

  it('is refused at writing already when it could not be read', () => {
    const { type, data } = released('failed-at-provider', 'reason');
    expect(() => payoutCodec.encode({ type, data: { ...data, releasedAt: new Date(Number.NaN) } })).toThrow(
      MalformedEvent,
    );
  });
});
