import { describe, expect, it } from '@jest/globals';
import { retryAfterSeconds } from './retry-after.js';

const at = (seconds: number) => new Date(1_767_607_200_000 + seconds * 1_000).toUTCString();

describe('F3.4 Retry-After', () => {
  it.each([
    ['seconds', { 'retry-after': '120' }, 120],
    ['a date, counted from the answer’s own date', { 'retry-after': at(90), date: at(0) }, 90],
    ['a date that has passed', { 'retry-after': at(-90), date: at(0) }, 0],
    ['at most a day', { 'retry-after': '999999999' }, 86_400],
  ])('%s', (_, headers, expected) => {
    expect(retryAfterSeconds(new Headers(headers))).toEqual({ retryAfterSeconds: expected });
  });

  it.each([[{}], [{ 'retry-after': 'soon' }], [{ 'retry-after': '-5' }], [{ 'retry-after': at(90) }]])(
    'nothing usable: %j',
    (headers) => {
      expect(retryAfterSeconds(new Headers(headers))).toEqual({});
    },
  );
});
