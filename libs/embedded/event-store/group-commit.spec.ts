import { describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { appendTo, idsOf, openStore, proposed } from './event-store.fixtures.js';
import { StoreStopped } from './group-commit.js';
import { SimulatedDisk } from './simulated-disk.fixtures.js';

async function settled(promises: readonly Promise<unknown>[]): Promise<string[]> {
  const results = await Promise.allSettled(promises);
  return results.map((result) => (result.status === 'fulfilled' ? 'fulfilled' : String(result.reason)));
}

describe('Appends that arrive together', () => {
  it('share a flush, and are answered only after it', async () => {
    const disk = new SimulatedDisk();
    const store = await openStore(disk);
    let flushes = 0;
    let answered = 0;
    disk.fault = (operation) => {
      if (operation === 'sync') flushes++;
      expect(answered).toBe(0);
    };
    const appends = Array.from({ length: 100 }, (_, n) => appendTo(store, `s-${n}`, [proposed()]));
    for (const append of appends) void append.then(() => answered++);
    expect(store.index.durableCount).toBe(0);
    await nextTurn();
    disk.fault = () => flushes++;
    await Promise.all(appends);
    expect(flushes).toBe(1);
    expect(store.index.durableCount).toBe(100);
  });

  it('see each other before they are durable, readers do not', async () => {
    const store = await openStore(new SimulatedDisk());
    const event = proposed();
    const first = appendTo(store, 's', [event], 'no-stream');
    const repeated = appendTo(store, 's', [event], 'no-stream');
    const second = appendTo(store, 's', [proposed()], 0);
    const late = appendTo(store, 's', [proposed()], 'no-stream');
    expect(await idsOf(store, 's')).toEqual([]);
    expect(await repeated).toEqual(await first);
    expect(await second).toMatchObject({ kind: 'appended', revision: 1 });
    expect(await late).toEqual({ kind: 'wrong-expected-version', current: 1 });
    expect(await idsOf(store, 's')).toHaveLength(2);
  });
});

describe.each(['write', 'sync'] as const)('A store whose disk fails to %s', (failing) => {
  it('acknowledges nothing any more, says why, and has all that it acknowledged when it is opened again', async () => {
    const disk = new SimulatedDisk();
    const store = await openStore(disk);
    const kept = proposed();
    await appendTo(store, 's', [kept]);
    disk.fault = (operation) => {
      if (operation === failing) throw new Error('ENOSPC: no space left on device');
    };
    const doomed = Array.from({ length: 5 }, () => appendTo(store, 's', [proposed()]));
    await nextTurn();
    const queued = appendTo(store, 's', [proposed()]);
    for (const reason of await settled([...doomed, queued])) expect(reason).toContain('ENOSPC');
    expect((await store.failed).message).toContain('ENOSPC');
    // Even when the disk works again: what it holds is unknown.
    disk.fault = () => undefined;
    await expect(appendTo(store, 's', [proposed()])).rejects.toThrow(StoreStopped);
    await expect(appendTo(store, 's', [kept], 'no-stream')).rejects.toThrow(StoreStopped);
    await expect(store.delete('s', 'any')).rejects.toThrow(StoreStopped);
    expect(await idsOf(store, 's')).toEqual([kept.id]);
    await store.refuse(new Error('closing'));
    await store.close();
    const reopened = await openStore(disk.losePower(() => false));
    expect(await idsOf(reopened, 's')).toEqual([kept.id]);
  });

  it('does so too when it begins a new file', async () => {
    const disk = new SimulatedDisk();
    const store = await openStore(disk, { segmentBytes: 500 });
    await appendTo(store, 's', [proposed('x'.repeat(400))]);
    disk.fault = (operation) => {
      if (operation === failing) throw new Error('EIO');
    };
    await expect(appendTo(store, 's', [proposed()])).rejects.toThrow('EIO');
    expect((await store.failed).message).toContain('EIO');
  });
});

describe('A store that is told to refuse appends', () => {
  it('flushes those it has and takes no more', async () => {
    const disk = new SimulatedDisk();
    const store = await openStore(disk);
    const appends = [1, 2, 3].map(() => appendTo(store, 's', [proposed()]));
    const refused = store.refuse(new StoreStopped('stopping'));
    await expect(appendTo(store, 's', [proposed()])).rejects.toThrow('stopping');
    await refused;
    expect(await settled(appends)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    await store.close();
    expect(await idsOf(await openStore(disk), 's')).toHaveLength(3);
  });
});
