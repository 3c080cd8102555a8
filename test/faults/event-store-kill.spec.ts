import { fork, type ChildProcess } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';

/** The compiled command; `npm test` builds it before the tests. */
const command = process.env['EVENT_STORE_MAIN'] ?? path.resolve('dist/libs/embedded/event-store/main.js');

const kills = 20;
const singleWriters = 8;
const batchWriters = 4;
const batchSize = 7;

let directory: string;
const children = new Set<ChildProcess>();
beforeAll(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'event-store-kill-'));
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
});
afterAll(() => fs.rmSync(directory, { recursive: true, force: true }));

interface Launched {
  readonly child: ChildProcess;
  readonly client: EventStoreDBClient;
}

async function launch(data: string): Promise<Launched> {
  const child = fork(command, ['--data', path.join(directory, data), '--port', '0'], { silent: true });
  children.add(child);
  child.once('exit', () => children.delete(child));
  const [ready] = (await Promise.race([once(child, 'message'), failure(child)])) as [{ connectionString: string }];
  return { child, client: EventStoreDBClient.connectionString(ready.connectionString) };
}

async function failure(child: ChildProcess): Promise<never> {
  const said: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  await once(child, 'exit');
  throw new Error(`The event store ended: ${said.join('')}`);
}

async function kill({ child, client }: Launched): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
  await client.dispose();
}

/** What one writer did to its stream: the ids that were acknowledged, and those whose fate it does not know. */
interface Written {
  readonly stream: string;
  readonly batch: number;
  readonly acknowledged: string[];
  unknown: string[];
}

/** Appends to a stream of its own until that fails. */
async function write(client: EventStoreDBClient, batch: number): Promise<Written> {
  const written: Written = { stream: `kill-${randomUUID()}`, batch, acknowledged: [], unknown: [] };
  for (;;) {
    const events = Array.from({ length: batch }, (_, n) =>
      jsonEvent({ type: 'Written.v1', data: { n, padding: 'x'.repeat(randomInt(1_500)) } }),
    );
    const ids = events.map(({ id }) => id);
    const revision = written.acknowledged.length - 1;
    try {
      await client.appendToStream(written.stream, events, {
        expectedRevision: revision === -1 ? 'no_stream' : BigInt(revision),
      });
    } catch {
      written.unknown = ids;
      return written;
    }
    written.acknowledged.push(...ids);
  }
}

async function storedIds(client: EventStoreDBClient, stream: string): Promise<string[]> {
  const ids: string[] = [];
  try {
    for await (const { event } of client.readStream(stream)) {
      expect(event?.revision).toBe(BigInt(ids.length));
      ids.push(event?.id ?? '');
    }
  } catch (error) {
    expect(error).toMatchObject({ type: 'stream-not-found' });
  }
  return ids;
}

/** Everything acknowledged is there, in its place; of the last batch all or nothing. */
async function verify(client: EventStoreDBClient, written: Written): Promise<void> {
  const stored = await storedIds(client, written.stream);
  const { acknowledged, unknown } = written;
  const possible = [acknowledged, [...acknowledged, ...unknown]];
  expect(possible).toContainEqual(stored);
}

function writeAll(client: EventStoreDBClient): Promise<Written[]> {
  return Promise.all([
    ...Array.from({ length: singleWriters }, () => write(client, 1)),
    ...Array.from({ length: batchWriters }, () => write(client, batchSize)),
  ]);
}

describe('An event store that is killed while it writes', () => {
  it(`lost nothing that it acknowledged and tore no batch, after ${kills} kills`, async () => {
    const all: Written[] = [];
    let acknowledged = 0;
    for (let round = 0; round < kills; round++) {
      const store = await launch('killed');
      for (const written of all.slice(-singleWriters - batchWriters)) await verify(store.client, written);
      const writing = writeAll(store.client);
      await delay(randomInt(30, 300));
      await kill(store);
      const written = await writing;
      acknowledged += written.reduce((sum, one) => sum + one.acknowledged.length, 0);
      all.push(...written);
    }
    const store = await launch('killed');
    for (const written of all) await verify(store.client, written);
    let inLog = 0;
    for await (const { event } of store.client.readAll()) if (event?.streamId.startsWith('kill-')) inLog++;
    expect(inLog).toBeGreaterThanOrEqual(acknowledged);
    expect(acknowledged).toBeGreaterThan(kills * singleWriters);
    await kill(store);
  }, 120_000);
});

describe('An event store that is asked to stop while it writes', () => {
  it.each(['SIGTERM', 'SIGINT', 'disconnect'] as const)('by %s: answers every append, and ends', async (how) => {
    const store = await launch(how);
    const writing = writeAll(store.client);
    await delay(200);
    const exit = once(store.child, 'exit');
    if (how === 'disconnect') store.child.disconnect();
    else store.child.kill(how);
    expect(await exit).toEqual([0, null]);
    const all = await writing;
    await store.client.dispose();
    const again = await launch(how);
    for (const written of all) await verify(again.client, written);
    await kill(again);
  });
});
