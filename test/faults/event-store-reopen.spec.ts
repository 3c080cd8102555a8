import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProposedEvent } from '#libs/embedded/event-store/batch-builder.js';
import { EventStore } from '#libs/embedded/event-store/event-store.js';
import { nodeFileSystem } from '#libs/embedded/event-store/file-system.js';

/*
 * A twentieth of what bench/event-store-reopen.ts does, on the disk itself. The limits are generous: they catch an opening
 * that grows faster than the log, not a slow machine.
 */
const streams = 2_500;
const eventsPerStream = 20;
const secondsMax = 6;

let directory: string;
beforeAll(async () => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'event-store-reopen-'));
  await close(await filled());
}, 60_000);
afterAll(() => fs.rmSync(directory, { recursive: true, force: true }));

function open(): Promise<EventStore> {
  const log = (): void => undefined;
  return EventStore.open({
    fileSystem: nodeFileSystem,
    directory,
    log,
    segmentBytes: 8 << 20,
    now: Date.now,
    newId: randomUUID,
  });
}

async function close(store: EventStore): Promise<void> {
  await store.refuse(new Error('closing'));
  await store.close();
}

function newEvent(): ProposedEvent {
  const data = Buffer.from(JSON.stringify({ note: 'x'.repeat(200) }));
  return {
    id: randomUUID(),
    type: 'Stored.v1',
    contentType: 'application/json',
    data,
    customMetadata: Buffer.alloc(0),
  };
}

async function filled(): Promise<EventStore> {
  const store = await open();
  for (let round = 0; round < eventsPerStream; round += 10) {
    const appends = Array.from({ length: streams }, (_, n) =>
      store.append({ streamName: `s-${n}`, expected: round - 1, events: Array.from({ length: 10 }, newEvent) }),
    );
    await Promise.all(appends);
  }
  return store;
}

/** Everything is there, and can be read. */
async function check(store: EventStore): Promise<void> {
  expect(store.index.durableCount).toBe(streams * eventsPerStream);
  for (const n of [0, 1_234, streams - 1]) {
    const last = store.index.lastEvent(`s-${n}`, store.index.count);
    const records = await store.records.read(last === undefined ? [] : store.index.eventsUpTo(last, 0));
    expect(records.map((record) => record.revision)).toEqual(Array.from({ length: eventsPerStream }, (_, at) => at));
  }
}

describe(`A log of ${streams * eventsPerStream} events`, () => {
  it.each([
    ['after it was closed', () => undefined],
    [
      'without index files, as after many crashes',
      () => {
        for (const name of fs.readdirSync(directory))
          if (name.endsWith('.index')) fs.rmSync(path.join(directory, name));
      },
    ],
  ])('is opened within seconds %s', async (_, prepare) => {
    prepare();
    const started = performance.now();
    const store = await open();
    const seconds = (performance.now() - started) / 1_000;
    await check(store);
    await close(store);
    expect(seconds).toBeLessThan(secondsMax);
  });
});
