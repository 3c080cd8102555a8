import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import type { JsonValue } from '#libs/decider/json.js';
import { legOf } from '#libs/transfers/transfer.js';
import { payoutIdOf, requestHashOf, transferIdOf } from './idempotency.js';

describe('F1.7 the payout that a key stands for', () => {
  it('is the same for ever', () => {
    // As it was on the day of the first release; a change would let old keys pay again.
    expect(payoutIdOf('acme', '8e03978e-40d5-43e8-bc93-6894a57f9324')).toBe('po_4f2p7buvuatb5jmymntlziieak');
  });

  it('has the format that notes and streams rely on', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (operatorId, key) => {
        expect(payoutIdOf(operatorId, key)).toMatch(/^po_[a-z2-7]{26}$/);
      }),
    );
  });

  it('F1.6 differs as soon as tenant or key differ', () => {
    const text = fc.string({ unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(fc.tuple(text, text), fc.tuple(text, text), ([a, k], [b, l]) => {
        fc.pre(a !== b || k !== l);
        expect(payoutIdOf(a, k)).not.toBe(payoutIdOf(b, l));
      }),
    );
    expect(payoutIdOf('ab', 'c')).not.toBe(payoutIdOf('a', 'bc'));
  });
});

describe('F1.7 the transfer that a key stands for', () => {
  it('is the same for ever', () => {
    expect(transferIdOf('platform', '8e03978e-40d5-43e8-bc93-6894a57f9324')).toBe('tr_cr3yi77miw23ho6zw6ob5yazy6');
  });

  it('is no other key’s, and its leg is no payout of anybody', () => {
    const part = fc.string({ unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(fc.tuple(part, part), fc.tuple(part, part), (mine, other) => {
        expect(transferIdOf(...mine)).toMatch(/^tr_[a-z2-7]{26}$/);
        for (const payout of [mine, other]) expect(legOf(transferIdOf(...mine))).not.toBe(payoutIdOf(...payout));
        fc.pre(!isDeepStrictEqual(mine, other));
        expect(transferIdOf(...mine)).not.toBe(transferIdOf(...other));
      }),
    );
  });
});

const reversed = (value: JsonValue): JsonValue => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => reversed(item));
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, field]) => [key, reversed(field)])
      .toReversed(),
  );
};

/** Whatever JSON can hold. */
const anyJson = fc.json().map((text): JsonValue => JSON.parse(text));

describe('F1.5 the hash of a request', () => {
  it('disregards the order of keys, at any depth', () => {
    fc.assert(
      fc.property(anyJson, (body) => {
        expect(requestHashOf(reversed(body))).toBe(requestHashOf(body));
      }),
    );
  });

  it('regards everything else', () => {
    fc.assert(
      fc.property(anyJson, anyJson, (a, b) => {
        fc.pre(!isDeepStrictEqual(a, b));
        expect(requestHashOf(a)).not.toBe(requestHashOf(b));
      }),
    );
    expect(requestHashOf({ a: ['1', '2'] })).not.toBe(requestHashOf({ a: ['2', '1'] }));
    expect(requestHashOf({ a: '1' })).not.toBe(requestHashOf({ a: 1 }));
  });
});
