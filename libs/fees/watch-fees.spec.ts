import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { dueSpans } from './watch-fees.job.js';

const settings = { firstLookMs: 100, windowMs: 2_000 };
const endedAt = 1_000;
const marks = [100, 200, 400, 800, 1_600];

/** The runs, by the movement's age at them, in which it is looked at. */
function looksAt(ages: readonly number[]): readonly number[] {
  return ages.filter((age, index) => {
    const before = ages[index - 1];
    const at = (ms: number) => new Date(endedAt + ms);
    const spans = dueSpans(before === undefined ? undefined : at(before), at(age), settings);
    return spans.some(({ after, until }) => after.getTime() < endedAt && endedAt <= until.getTime());
  });
}

describe('INV-L7 a fee is looked at again after the end of its movement', () => {
  it('each time the age has doubled, and no more after the window', () =>
    [1, 10].forEach((every) =>
      expect(looksAt(Array.from({ length: 5_000 / every }, (_, run) => run * every))).toEqual(marks),
    ));

  it('once after each mark, however late the runs are', () => {
    const pauses = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(pauses, (gaps) => {
        const ages = gaps.reduce<readonly number[]>((before, gap) => [...before, (before.at(-1) ?? -1) + gap], [-1]);
        const firstAfter = (mark: number) => ages.find((age) => age >= mark);
        const due = new Set(marks.flatMap((mark) => firstAfter(mark) ?? []));
        expect(looksAt(ages)).toEqual([...due]);
      }),
    );
  });

  it('once more after a restart, unless it is too young or too old', () =>
    expect([99, 100, 950, 1_999, 2_000].map((age) => looksAt([age]).length)).toEqual([0, 1, 1, 1, 0]));
});
