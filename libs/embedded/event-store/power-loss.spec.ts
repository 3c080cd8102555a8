import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { scaled } from '#test/support/scale.js';
import { appendTo, idsOf, openStore, proposed } from './event-store.fixtures.js';
import type { EventStore } from './event-store.js';
import { SimulatedDisk } from './simulated-disk.fixtures.js';

interface Writer {
  readonly stream: string;
  /** The ids that are in the stream for sure, and those that may be. */
  stored: readonly string[];
  unknown: readonly string[];
}

/** Small, so that every run goes over several files. */
const segmentBytes = 4_096;

/** Appends batches to a stream of its own until the disk answers no more. */
async function write(store: EventStore, writer: Writer, batch: number, padding: number): Promise<void> {
  for (;;) {
    const events = Array.from({ length: batch }, () => proposed('x'.repeat(padding)));
    writer.unknown = events.map(({ id }) => id);
    await appendTo(store, writer.stream, events, writer.stored.length - 1);
    writer.stored = [...writer.stored, ...writer.unknown];
    writer.unknown = [];
  }
}

function startWriters(store: EventStore, batches: readonly number[], padding: number): Writer[] {
  return batches.map((batch) => {
    const writer: Writer = { stream: randomUUID(), stored: [], unknown: [] };
    void write(store, writer, batch, padding);
    return writer;
  });
}

/** True or false, in an order that the seed decides. */
function coins(seed: number): () => boolean {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state > 0x7fff_ffff;
  };
}

/** What is read once stays, too: readers may have acted on it. */
async function checkRecovered(store: EventStore, writers: readonly Writer[]): Promise<void> {
  for (const writer of writers) {
    const found = await idsOf(store, writer.stream);
    expect([writer.stored, [...writer.stored, ...writer.unknown]]).toContainEqual(found);
    writer.stored = found;
    writer.unknown = [];
  }
}

describe('A store that is killed, or whose machine loses its power,', () => {
  it('has all that it acknowledged and whole batches only, whatever the disk did with the rest', async () => {
    let stored = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 1_500 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 }),
        fc.integer(),
        async (batches, padding, lives, seed) => {
          const coin = coins(seed);
          const writers: Writer[] = [];
          let disk = new SimulatedDisk();
          for (const turns of lives) {
            const store = await openStore(disk, { segmentBytes });
            writers.push(...startWriters(store, batches, padding));
            for (let turn = 0; turn < turns; turn++) await nextTurn();
            disk = coin() ? disk.losePower(coin) : disk.afterKill();
            await checkRecovered(await openStore(disk, { segmentBytes }), writers);
            // Again, before anything was written.
            disk = disk.losePower(coin);
            await checkRecovered(await openStore(disk, { segmentBytes }), writers);
          }
          stored += writers.reduce((sum, writer) => sum + writer.stored.length, 0);
        },
      ),
      { numRuns: scaled(20) },
    );
    expect(stored).toBeGreaterThan(300);
  }, 120_000);
});
