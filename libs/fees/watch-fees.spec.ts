import { describe, expect, it } from '@jest/globals';
import { isDue } from './watch-fees.job.js';

const firstLookMs = 100;
const endedAt = 1_000;

describe('INV-L7 a fee is looked at again after the end of its movement', () => {
  it('each time the age has doubled, however late a look was', () => {
    const looks: number[] = [];
    for (let age = 0, last: number | undefined; age <= 2_000; age += 10)
      if (isDue(endedAt, { now: endedAt + age, last, firstLookMs })) {
        last = endedAt + age;
        looks.push(age);
      }
    expect(looks).toEqual([100, 200, 400, 800, 1_600]);
    expect(isDue(endedAt, { now: endedAt + 900, last: endedAt + 500, firstLookMs })).toBe(false);
  });

  it('a look that came at once does not make it due all the time', () =>
    expect(isDue(endedAt, { now: endedAt + 150, last: endedAt, firstLookMs })).toBe(false));
});
