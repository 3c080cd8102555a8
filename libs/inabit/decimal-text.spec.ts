import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { decimal, decimalNumber, plainDecimal } from './decimal-text.js';
import { parseJson } from './lossless-json.js';

describe('F3.13 plain decimals of JSON number literals', () => {
  it.each([
    ['5', '5'],
    ['12.50', '12.5'],
    ['6.730E-6', '0.00000673'],
    ['1e3', '1000'],
    ['1.25e1', '12.5'],
    ['1.2345e2', '123.45'],
    ['0.000000000000000001', '0.000000000000000001'],
    ['123456789012345678901234567890.123456789012345678', '123456789012345678901234567890.123456789012345678'],
    ['-0.50', '-0.5'],
    ['-0.0', '0'],
    ['0e5', '0'],
    ['0.1e2', '10'],
  ])('%s is %s', (literal, plain) => {
    expect(plainDecimal(literal)).toBe(plain);
  });

  it.each(['', ' 1', '01', '+1', '.5', '5.', '1e', '1e999', '0x10', 'NaN', 'Infinity', '1,5', '١', '9'.repeat(101)])(
    'refuses %s',
    (text) => {
      expect(plainDecimal(text)).toBeUndefined();
    },
  );

  it('keeps the value of any literal, whatever its exponent', () => {
    const literals = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 40n }), fc.nat(30), fc.integer({ min: -40, max: 40 }));
    fc.assert(
      fc.property(literals, ([digits, scale, exponent]) => {
        const text = digits.toString().padStart(scale + 1, '0');
        const point = text.length - scale;
        const literal = `${text.slice(0, point)}${scale > 0 ? '.' : ''}${text.slice(point)}e${exponent}`;
        const [whole = '', fraction = ''] = (plainDecimal(literal) ?? '').split('.');
        // Both as integers in units of 10^-80.
        expect(BigInt(whole + fraction.padEnd(80, '0'))).toBe(digits * 10n ** BigInt(80 - scale + exponent));
      }),
    );
  });
});

describe('F3.8 amounts as number or string', () => {
  it('reads both where the documentation has both, and only numbers where it has one', () => {
    const [number, text] = [parseJson('12.50'), '12.50'];
    expect([decimal.parse(number), decimal.parse(text), decimalNumber.parse(number)]).toEqual(['12.5', '12.5', '12.5']);
    expect(decimalNumber.safeParse(text).success).toBe(false);
    expect(decimal.safeParse(12.5).success).toBe(false);
  });
});
