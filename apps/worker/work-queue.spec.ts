import { describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { WorkQueue } from './work-queue.js';

describe('WorkQueue', () => {
  it('never runs one key twice at once, nor more than its concurrency', async () => {
    const running = new Map<string, number>();
    const seen = { sameKey: 0, total: 0, runs: 0 };
    const queue = new WorkQueue(3, async (key) => {
      running.set(key, (running.get(key) ?? 0) + 1);
      seen.sameKey = Math.max(seen.sameKey, running.get(key) ?? 0);
      seen.total = Math.max(
        seen.total,
        [...running.values()].reduce((a, b) => a + b, 0),
      );
      seen.runs++;
      await delay(2);
      running.set(key, (running.get(key) ?? 0) - 1);
    });
    for (let round = 0; round < 5; round++) {
      for (const key of ['a', 'b', 'c', 'd', 'e']) queue.add(key);
      await delay(3);
    }
    await delay(30);
    await queue.stop();
    expect(seen).toMatchObject({ sameKey: 1, total: 3 });
    expect(seen.runs).toBeGreaterThanOrEqual(10);
  });

  it('runs a key once more when it was added while its work ran', async () => {
    const runs: string[] = [];
    const queue = new WorkQueue(1, async (key) => {
      runs.push(key);
      if (runs.length === 1) queue.add('a');
      await delay(1);
    });
    queue.add('a');
    await delay(20);
    await queue.stop();
    expect(runs).toEqual(['a', 'a']);
  });

  it('takes nothing after it was stopped', async () => {
    const runs: string[] = [];
    const queue = new WorkQueue(1, async (key) => void runs.push(key));
    await queue.stop();
    queue.add('a');
    expect(runs).toEqual([]);
  });
});
