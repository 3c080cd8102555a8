import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { z } from 'zod';
import { assets } from './asset.js';
import { instantField, moneyField } from './money.codec.js';
import { money } from './money.js';

const largest = 10n ** 78n - 1n;

describe('money in a stored event', () => {
  it('is the same after a journey through JSON', () => {
    const any = fc.tuple(fc.constantFrom(...assets), fc.bigInt({ min: -largest, max: largest }));
    fc.assert(
      fc.property(any, ([asset, minor]) => {
        const stored: unknown = JSON.parse(JSON.stringify(z.encode(moneyField, money(asset, minor))));
        expect(moneyField.parse(stored)).toEqual(money(asset, minor));
      }),
    );
  });

  it('has a fixed form', () => {
    const [asset] = assets;
    expect(asset && z.encode(moneyField, money(asset, 12n))).toEqual({ minor: '12', asset: 'BTC@bitcoin/8' });
  });

  it.each([
    { minor: 12, asset: 'USDT@tron/6' },
    { minor: '12.5', asset: 'USDT@tron/6' },
    { minor: '-0', asset: 'USDT@tron/6' },
    { minor: '012', asset: 'USDT@tron/6' },
    { minor: '', asset: 'USDT@tron/6' },
    { minor: '9'.repeat(79), asset: 'USDT@tron/6' },
    { minor: '12', asset: 'USDT@tron' },
    { minor: '12', asset: 'USDT@tron/18' },
    { minor: '12', asset: 'DOGE@dogecoin/8' },
    { minor: '12' },
    { minor: '12', asset: 'USDT@tron/6', note: 'more' },
  ])('is never guessed out of %j', (stored) => {
    expect(moneyField.safeParse(stored).success).toBe(false);
  });

  it('does not write what it could not read back', () => {
    const [asset] = assets;
    expect(() => asset && z.encode(moneyField, money(asset, largest + 1n))).toThrow();
  });
});

describe('an instant in a stored event', () => {
  it('is the same after a journey through JSON', () => {
    const instant = fc.date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(fc.property(instant, (date) => expect(instantField.parse(z.encode(instantField, date))).toEqual(date)));
  });

  it.each([
    '2025-01-01',
    '2025-01-01T00:00:00Z',
    '2025-01-01T00:00:00.000+01:00',
    '2025-02-30T00:00:00.000Z',
    'now',
    5,
  ])('is never guessed out of %j', (stored) => {
    expect(instantField.safeParse(stored).success).toBe(false);
  });

  it('has to be one', () => {
    expect(() => z.encode(instantField, new Date(Number.NaN))).toThrow();
  });
});
