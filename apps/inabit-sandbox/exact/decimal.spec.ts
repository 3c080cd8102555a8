import { describe, expect, it } from '@jest/globals';
import { asJavaScriptPrints, fromMinor, multiply, sum, toMinor } from './decimal.js';

describe('exact decimals', () => {
  it.each([
    ['5', 6, 5_000_000n],
    ['0.00000673', 8, 673n],
    ['1e-7', 8, 10n],
    ['1.5E+3', 2, 150_000n],
    ['-0.5', 1, -5n],
    ['5.0000000', 6, 5_000_000n],
    ['0.123456789012345678', 18, 123_456_789_012_345_678n],
  ])('reads %s with %i decimals', (text, precision, minor) => {
    expect(toMinor(text, precision)).toBe(minor);
  });

  it.each(['0.0000001', 'x', '', '1,5', '0x10', ' 1'])('refuses %j as an amount with 6 decimals', (text) => {
    expect(toMinor(text, 6)).toBeUndefined();
  });

  it.each([
    [673n, 8, '0.00000673'],
    [250_000_000_000n, 6, '250000'],
    [-50n, 2, '-0.5'],
    [7n, 0, '7'],
  ])('writes %s in units of 10^-%i as %s', (minor, precision, text) => {
    expect(fromMinor(minor, precision)).toBe(text);
  });

  it('multiplies and adds without losing a digit before the cut', () => {
    expect(multiply('0.123456789012345678', '3000', 8)).toBe('370.37036703');
    expect(multiply('12.5', '1', 8)).toBe('12.5');
    expect(sum(['0.1', '0.2', '1000000000000000000'], 2)).toBe('1000000000000000000.3');
  });

  it.each([
    ['0.0000001', '1e-7'],
    ['0.00000015', '1.5e-7'],
    ['0.000001', '0.000001'],
    ['12.5', '12.5'],
  ])('writes %s as a JavaScript server would: %s', (plain, printed) => {
    expect(asJavaScriptPrints(plain)).toBe(printed);
    expect(asJavaScriptPrints(plain)).toBe(JSON.stringify(Number(plain)));
  });
});
