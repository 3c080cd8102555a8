import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import type { ProposedEvent } from '#libs/embedded/event-store/batch-builder.js';
import { EventStore } from '#libs/embedded/event-store/event-store.js';
import { nodeFileSystem } from '#libs/embedded/event-store/file-system.js';

/* How long the embedded event store takes to open a large log: after it was closed, after a crash, without index files. */

const eventsPerStream = 8;
const batchSize = 4;
const payload = Buffer.from(JSON.stringify({ note: 'x'.repeat(350) }));

function open(directory: string): Promise<EventStore> {
  return EventStore.open({
    fileSystem: nodeFileSystem,
    directory,
    log: (line) => console.log(line),
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

async function timed(what: string, work: () => Promise<EventStore>): Promise<EventStore> {
  const started = performance.now();
  const store = await work();
  const seconds = (performance.now() - started) / 1_000;
  const mebibytes = Math.round(process.memoryUsage.rss() / 2 ** 20);
  console.log(`${what}: ${seconds.toFixed(2)} s; ${store.index.count} events, ${mebibytes} MiB resident`);
  return store;
}

async function run(count: number): Promise<void> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'event-store-reopen-'));
  try {
    const store = await open(directory);
    await timed('filled', async () => {
      await fill(store, count);
      return store;
    });
    await close(store);
    await close(await timed('opened after it was closed', () => open(directory)));
    for (const name of fs.readdirSync(directory)) if (name.endsWith('.index')) fs.rmSync(path.join(directory, name));
    await close(await timed('opened without index files', () => open(directory)));
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

await new Command('event-store-reopen').argument('[events]', 'how many', Number, 1_000_000).action(run).parseAsync();
