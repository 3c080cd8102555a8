import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { appendTo, idsOf, openStore, proposed } from './event-store.fixtures.js';
import type { EventStore } from './event-store.js';
import { SimulatedDisk } from './simulated-disk.fixtures.js';

interface Writer {
  readonly stream: string;
  readonly acknowledged: string[];
  unknown: string[];
}

/** Small, so that every run goes over several files. */
const segmentBytes = 4_096;

/** Appends batches to one stream until the disk answers no more. */
async function write(store: EventStore, writer: Writer, batch: number, padding: number): Promise<void> {
  for (;;) {
    const events = Array.from({ length: batch }, () => proposed('x'.repeat(padding)));
    writer.unknown = events.map(({ id }) => id);
    const revision = writer.acknowledged.length - 1;
    await appendTo(store, writer.stream, events, revision === -1 ? 'no-stream' : revision);
    writer.acknowledged.push(...writer.unknown);
    writer.unknown = [];
  }
}

async function startWriters(store: EventStore, batches: readonly number[], padding: number): Promise<Writer[]> {
  const writers = batches.map(
    (_, n): Writer => ({ stream: `s-${n}-${store.index.count}`, acknowledged: [], unknown: [] }),
  );
  for (const [n, writer] of writers.entries()) void write(store, writer, batches[n] ?? 1, padding);
  return writers;
}

describe('A store whose machine loses its power', () => {
  it('has all that it acknowledged and whole batches only, whatever the disk did with the rest', async () => {
    let acknowledged = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 1_500 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 }),
        fc.infiniteStream(fc.boolean()),
        async (batches, padding, turns, coins) => {
          let disk = new SimulatedDisk();
          const all: Writer[] = [];
          for (const lived of turns) {
            const store = await openStore(disk, { segmentBytes });
            all.push(...(await startWriters(store, batches, padding)));
            for (let turn = 0; turn < lived; turn++) await nextTurn();
            disk = disk.losePower(() => coins.next().value);
            const recovered = await openStore(disk, { segmentBytes });
            for (const { stream, acknowledged: acked, unknown } of all)
              expect([acked, [...acked, ...unknown]]).toContainEqual(await idsOf(recovered, stream));
            await recovered.close();
          }
          acknowledged += all.reduce((sum, writer) => sum + writer.acknowledged.length, 0);
        },
      ),
      { numRuns: 150 },
    );
    expect(acknowledged).toBeGreaterThan(1_000);
  });
});
