import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseStrictJson } from './strict-json.js';

const forbidden = [...Object.getOwnPropertyNames(Object.prototype), 'prototype'];
const bytes = (text: string) => new TextEncoder().encode(text);
const problemOf = (text: string) => {
  const parsed = parseStrictJson(bytes(text));
  return parsed.ok ? undefined : parsed.problem;
};
const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
const withKeys = (count: number) => JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, n) => [n, n])));
const withItems = (count: number) => JSON.stringify({ a: Array.from({ length: count }, () => 0) });

describe('S-21 a body is one JSON object', () => {
  it('is read as JSON.parse reads it, whatever it holds', () => {
    const value = fc.object({ maxDepth: 4, maxKeys: 10 }).map((object) => JSON.stringify(object));
    fc.assert(
      fc.property(value, (text) => {
        fc.pre(!forbidden.some((name) => text.includes(name)));
        expect(parseStrictJson(bytes(text))).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  it.each(['', ' ', '{', '{"a":1,}', "{'a':1}", '{"a":NaN}', '{"a":01}', '\ufeff{}', '{}{}', '{"a":"\u0001"}', 'nul'])(
    'refuses %j',
    (text) => {
      expect(problemOf(text)).toBe('is not valid JSON in UTF-8');
    },
  );

  it('refuses what is not UTF-8', () => {
    expect(parseStrictJson(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)).ok).toBe(false);
  });

  it.each(['[]', '[{}]', '"a"', '1', 'null', 'true'])('refuses %s, which is no object', (text) => {
    expect(problemOf(text)).toBe('is not a JSON object');
  });
});

describe('S-21 a body that two readers could read differently', () => {
  it.each([
    '{"amount":"1","amount":"2"}',
    '{"amount":"1","amount":"1"}',
    '{"a":{"b":1,"c":2,"b":3}}',
    '{"a":[{"b":1,"b":1}]}',
    '{"amount":"1","\\u0061mount":"2"}',
    '{"a" : 1, "a"\n:\t2}',
  ])('refuses the repeated key in %s', (text) => {
    expect(problemOf(text)).toBe('has the same key twice');
  });

  it.each(['{"a":{"x":1},"b":{"x":1}}', '{"a":["a","a"]}', '{"a":"{\\"a\\":1,\\"a\\":2}"}', '{"a\\\\":1,"a":2}'])(
    'takes %s, which repeats none',
    (text) => {
      expect(problemOf(text)).toBeUndefined();
    },
  );

  it.each([
    '{"__proto__":{}}',
    '{"a":{"__proto__":1}}',
    '{"\\u005f_proto__":1}',
    '{"constructor":1}',
    '{"prototype":1}',
    '{"toString":1}',
    '{"a":{"hasOwnProperty":1}}',
  ])('refuses %s', (text) => {
    expect(problemOf(text)).toBe('has a key that is not allowed');
  });
});

describe('S-21 the size of a body', () => {
  it.each([
    ['depth', nested(20), nested(21), 'is nested more than 20 deep'],
    ['keys', withKeys(500), withKeys(501), 'has more than 500 keys'],
    ['items', withItems(1_000), withItems(1_001), 'has an array of more than 1000 items'],
  ])('is bounded in its %s', (_, good, bad, problem) => {
    expect(problemOf(good)).toBeUndefined();
    expect(problemOf(bad)).toBe(problem);
  });

  it.each([
    ['brackets', `{"a":${'['.repeat(32_000)}${']'.repeat(32_000)}}`],
    ['open brackets', `{"a":${'['.repeat(65_000)}`],
    ['backslashes', `{"a":"${'\\\\'.repeat(32_000)}"}`],
    ['quotes', `{"a":"${'\\"'.repeat(32_000)}"}`],
  ])('a bomb of %s is dealt with in one pass: many would take seconds', (_, text) => {
    const before = performance.now();
    parseStrictJson(bytes(text));
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
