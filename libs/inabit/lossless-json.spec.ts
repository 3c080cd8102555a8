import { describe, expect, it } from '@jest/globals';
import { numberLiteral, parseJson, printJson, UnreadableJson } from './lossless-json.js';

describe('F3.13 JSON without floats', () => {
  it('keeps every digit both ways', () => {
    const text = '{"a":0.000000000000000001,"b":12.50,"c":6.73E-6,"d":123456789012345678901234567890,"e":5}';
    expect(printJson(parseJson(text))).toBe(text);
  });

  it('prints an amount text as a number literal, digit for digit', () => {
    expect(printJson({ amount: numberLiteral('12.500000000000000001') })).toBe('{"amount":12.500000000000000001}');
  });

  it.each(['1; drop', '1e', '', '0x1', 'NaN', '1,5'])('refuses %s as a literal', (text) => {
    expect(() => numberLiteral(text)).toThrow();
  });
});

describe('S-18 JSON that is not read', () => {
  it.each([
    ['malformed', '{"a":'],
    ['two values under one key', '{"amount":1,"amount":2}'],
    ['a key that reaches prototypes', '{"\\u005f_proto__":{"id":"x"}}'],
    ['a key that reaches prototypes, with a number', '{"a":{"__proto__":1}}'],
    ['33 levels', '['.repeat(33) + ']'.repeat(33)],
    ['a million levels', '['.repeat(1_000_000)],
  ])('%s', (_, text) => {
    expect(() => parseJson(text)).toThrow(UnreadableJson);
  });

  it('takes 32 levels', () => {
    expect(parseJson('['.repeat(32) + ']'.repeat(32))).toEqual(expect.any(Array));
  });
});
