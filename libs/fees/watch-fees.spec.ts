import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ManualClock } from '../inabit/testing/manual-clock.js';
import { StoreUnavailable } from '../event-streams/event-streams.errors.js';
import type { EndedMovement } from './look-at-fee.reactor.js';
import { dueSpans, EndedMovements, WatchFees, type Span } from './watch-fees.job.js';

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

/** Movements that ended one after another, a second apart. */
class Ended extends EndedMovements {
  constructor(private readonly ended: readonly (readonly [providerId: string, at: Date])[]) {
    super();
  }

  async within(spans: readonly Span[]): Promise<readonly EndedMovement[]> {
    return this.ended
      .filter(([, at]) => spans.some(({ after, until }) => after < at && at <= until))
      .map(([providerId]) => ({ kind: 'payout', movementId: `po_${providerId}`, providerId }));
  }
}

describe('INV-L7 F3.1 a look that nobody answered is due again in the next run', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const running = new AbortController().signal;

  function watching(answer: (providerId: string) => 'looked' | 'unanswered') {
    const clock = new ManualClock();
    const start = clock.now().getTime();
    const ended = new Ended(ids.map((id, index) => [id, new Date(start - 200 + index)]));
    const asked: string[] = [];
    const look = async ({ providerId }: EndedMovement) => {
      asked.push(providerId);
      return answer(providerId);
    };
    const watch = new WatchFees(ended, { look }, clock, { ...settings, gapMs: 0 });
    const run = async (signal: AbortSignal = running) => {
      asked.length = 0;
      await watch.run(signal).catch((error: unknown) => asked.push(String(error)));
      return asked.join('');
    };
    return { run };
  }

  it('alone, when the others were', async () => {
    const silent = new Set(['b', 'd']);
    const { run } = watching((id) => (silent.has(id) ? 'unanswered' : 'looked'));
    expect(await run()).toBe('abcdef');
    expect(await run()).toBe('bd');
    silent.clear();
    expect(await run()).toBe('bd');
    expect(await run()).toBe('');
  });

  it('with all that were not asked for, when the provider is away', async () => {
    let isAway = true;
    const { run } = watching(() => (isAway ? 'unanswered' : 'looked'));
    expect(await run()).toBe('abcd');
    isAway = false;
    expect(await run()).toBe('abcdef');
    expect(await run()).toBe('');
  });

  it('and so is what came after the end of the store, or of the process', async () => {
    const stopping = new AbortController();
    const steps: Record<string, () => void> = {
      b: () => {
        throw new StoreUnavailable('away');
      },
    };
    const { run } = watching((id) => {
      const step = steps[id];
      delete steps[id];
      step?.();
      return 'looked';
    });
    expect(await run()).toMatch(/^abStoreUnavailable/);
    steps['c'] = () => stopping.abort();
    expect(await run(stopping.signal)).toBe('bc');
    expect(await run()).toBe('def');
  });
});
