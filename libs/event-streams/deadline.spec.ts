import { describe, expect, it } from '@jest/globals';
import { pause, TimedOut, withDeadline } from './deadline.js';

const never = new Promise<never>(() => {});

async function msUntilTimedOut(patience: Parameters<typeof withDeadline>[1]): Promise<number> {
  const startedAt = performance.now();
  await expect(withDeadline(never, patience)).rejects.toThrow(TimedOut);
  return performance.now() - startedAt;
}

describe('a deadline', () => {
  it('passes on what comes in time', async () => {
    await expect(withDeadline(Promise.resolve(1), { ms: 50 })).resolves.toBe(1);
    await expect(withDeadline(Promise.reject(new Error('no')), { ms: 50 })).rejects.toThrow('no');
  });

  it('ends a silence', async () => {
    const ms = await msUntilTimedOut({ ms: 50, maxMs: 10_000 });
    expect(ms).toBeGreaterThanOrEqual(49);
    expect(ms).toBeLessThan(1_000);
  });

  it('waits longer for one who talks to others, but not for ever', async () => {
    expect(await msUntilTimedOut({ ms: 50, maxMs: 250, silentMs: () => 10 })).toBeGreaterThanOrEqual(249);
  });

  it('gives an answer that was blocked by this process itself a chance', async () => {
    const answer = new Promise((resolve) => setTimeout(resolve, 250, 'late'));
    const waiting = withDeadline(answer, { ms: 200 });
    const until = performance.now() + 400;
    while (performance.now() < until);
    await expect(waiting).resolves.toBe('late');
  });
});

describe('a pause', () => {
  it('ends at once when it is cut short', async () => {
    const stop = new AbortController();
    const startedAt = performance.now();
    setTimeout(() => stop.abort(), 20);
    await pause(60_000, stop.signal);
    await pause(60_000, stop.signal);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});
