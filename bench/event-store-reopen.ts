import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ProposedEvent } from '#libs/embedded/event-store/batch-builder.js';
import { EventStore } from '#libs/embedded/event-store/event-store.js';
import { nodeFileSystem } from '#libs/embedded/event-store/file-system.js';
import type { Benchmark, BenchResult } from './support/benchmark.js';

const eventsPerStream = 8;
const batchSize = 4;
const payload = Buffer.from(JSON.stringify({ note: 'x'.repeat(350) }));

function open(directory: string): Promise<EventStore> {
  return EventStore.open({
    fileSystem: nodeFileSystem,
    directory,
    log: () => undefined,
    segmentBytes: 64 << 20,
    now: Date.now,
    newId: randomUUID,
  });
}

function newEvent(): ProposedEvent {
  const customMetadata = Buffer.from('{"actor":"bench"}');
  return { id: randomUUID(), type: 'Benched.v1', contentType: 'application/json', data: payload, customMetadata };
}

async function fill(store: EventStore, count: number): Promise<void> {
  let pending: Promise<unknown>[] = [];
  for (let n = 0; n < count; n += batchSize) {
    const streamName = `bench-${Math.floor(n / eventsPerStream)}`;
    const events = Array.from({ length: batchSize }, newEvent);
    pending.push(store.append({ streamName, expected: (n % eventsPerStream) - 1, events }));
    if (pending.length < 2_000) continue;
    await Promise.all(pending);
    pending = [];
  }
  await Promise.all(pending);
}

async function close(store: EventStore): Promise<void> {
  await store.refuse(new Error('closing'));
  await store.close();
}

/** How long the embedded event store takes to open a large log: after it was closed, and without its index files. */
export const eventStoreReopen: Benchmark = {
  name: 'event-store-reopen',
  summary: 'opening the embedded event store on a large log, with its index files and without',
  defaults: { events: 1_000_000, concurrency: 1, rounds: 1 },
  run: async ({ events }) => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'event-store-reopen-'));
    try {
      const store = await open(directory);
      await fill(store, events);
      await close(store);
      const closed = await timed('after it was closed', directory);
      for (const name of fs.readdirSync(directory)) if (name.endsWith('.index')) fs.rmSync(path.join(directory, name));
      return [closed, await timed('without index files', directory)];
    } finally {
      fs.rmSync(directory, { recursive: true, force: true });
    }
  },
};

async function timed(name: string, directory: string): Promise<BenchResult> {
  const started = performance.now();
  const store = await open(directory);
  const seconds = (performance.now() - started) / 1_000;
  const events = store.index.count;
  await close(store);
  return { name, events, seconds: Number(seconds.toFixed(2)), perSecond: Math.round(events / seconds) };
}
