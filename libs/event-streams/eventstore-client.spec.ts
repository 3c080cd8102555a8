import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TestEventStore } from '../../test/support/event-store.js';
import { AppendRefused, ReadRefused, RevisionConflict, StoreUnavailable } from './event-streams.errors.js';
import type { EventFilter, EventStreams, LogPoint, NewEvent, StoredEvent } from './event-streams.js';
import { connectEventStreams } from './eventstore-client.js';

const metadata = { correlationId: 'c', causationId: 'c', actor: 'worker' };

function fact(n: number, id: string = randomUUID()): NewEvent {
  return { id, type: 'Counted.v1', data: { n, amount: '1e-7' }, metadata };
}

function facts(count: number): NewEvent[] {
  return Array.from({ length: count }, (_, n) => fact(n));
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let store: TestEventStore;
let streams: EventStreams;

beforeAll(async () => {
  store = await TestEventStore.start();
  streams = connectEventStreams({ connectionString: store.connectionString });
});

afterAll(async () => {
  await streams.close();
  await store.remove();
});

async function all(after: LogPoint, filter?: EventFilter): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of streams.readAll(after, filter)) events.push(event);
  return events;
}

describe('appending', () => {
  it('writes what is read back, metadata included', async () => {
    const stream = `client-${randomUUID()}`;
    const event = fact(7);
    const { revision, position } = await streams.append(stream, 'no-stream', [event]);
    expect(revision).toBe(0n);
    const slice = await streams.read(stream);
    expect(slice).toEqual({
      revision: 0n,
      events: [{ ...event, streamName: stream, revision: 0n, position, recordedAt: expect.any(Date) }],
    });
  });

  it('refuses another place than the expected one', async () => {
    const stream = `client-${randomUUID()}`;
    await streams.append(stream, 'no-stream', facts(3));
    await expect(streams.append(stream, 'no-stream', facts(1))).rejects.toMatchObject({
      expected: 'no-stream',
      actual: 2n,
    });
    await expect(streams.append(stream, 1n, facts(1))).rejects.toThrow(RevisionConflict);
    await expect(streams.append(stream, 9n, facts(1))).rejects.toThrow(RevisionConflict);
    await expect(streams.append(`absent-${stream}`, 0n, facts(1))).rejects.toMatchObject({ actual: 'no-stream' });
    await expect(streams.append(stream, 2n, facts(1))).resolves.toMatchObject({ revision: 3n });
  });

  it('answers a repeated append as the first time, and writes nothing', async () => {
    const stream = `client-${randomUUID()}`;
    const twice = facts(2);
    const first = await streams.append(stream, 'no-stream', twice);
    await streams.append(stream, 1n, facts(1));
    expect(await streams.append(stream, 'no-stream', twice)).toEqual(first);
    expect((await streams.read(stream)).events).toHaveLength(3);
  });

  it.each([
    ['nothing', []],
    ['more than 1 MiB', [{ ...fact(1), data: { text: 'x'.repeat(1 << 20) } }]],
    ['an id that is no UUID', [fact(1, 'no-uuid')]],
  ])('refuses %s', async (_, events) => {
    await expect(streams.append(`client-${randomUUID()}`, 'no-stream', events)).rejects.toThrow(AppendRefused);
  });
});

describe('appending what is not JSON', () => {
  it('is refused, though the client would end the process', async () => {
    // @ts-expect-error Not JSON.
    const events: NewEvent[] = [{ ...fact(1), data: { n: 1n } }];
    await expect(streams.append(`client-${randomUUID()}`, 'no-stream', events)).rejects.toThrow(AppendRefused);
  });
});

describe('reading', () => {
  it('says that a stream does not exist', async () => {
    expect(await streams.read(`absent-${randomUUID()}`)).toEqual({ revision: 'no-stream', events: [] });
    expect(await streams.read(`absent-${randomUUID()}`, 5n)).toEqual({ revision: 'no-stream', events: [] });
  });

  it('reads on from a revision', async () => {
    const stream = `client-${randomUUID()}`;
    await streams.append(stream, 'no-stream', facts(5));
    expect((await streams.read(stream, 3n)).events.map(({ revision }) => revision)).toEqual([3n, 4n]);
    expect(await streams.read(stream, 5n)).toEqual({ revision: 4n, events: [] });
  });

  it('knows the head of the log', async () => {
    const { position } = await streams.append(`client-${randomUUID()}`, 'no-stream', facts(1));
    expect(await streams.head()).toEqual(position);
    await expect(streams.ping()).resolves.toBeUndefined();
  });

  it('refuses a position that is none of this log', async () => {
    await expect(all({ commit: 1n << 40n, prepare: 1n << 40n })).resolves.toEqual([]);
    const misplaced = streams.subscribe({
      name: 'misplaced',
      after: { commit: 1n << 40n, prepare: 1n << 40n },
      onBatch: async () => {},
    });
    await expect(misplaced.done).rejects.toThrow(ReadRefused);
  });
});

describe('reading the log', () => {
  it('yields what stands in it now, in order, filtered, from anywhere', async () => {
    const id = randomUUID();
    const [a, b] = [`wanted-${id}-a`, `wanted-${id}-b`];
    const filter = { streamPrefixes: [`wanted-${id}`] };
    const first = await streams.append(a, 'no-stream', facts(100));
    await streams.append(`other-${id}`, 'no-stream', facts(500));
    const last = await streams.append(b, 'no-stream', facts(100));
    await streams.append(`other-${id}`, 499n, facts(1));
    const read = await all('start', filter);
    expect(read.map(({ streamName, revision }) => `${revision}@${streamName}`)).toEqual(
      [a, b].flatMap((stream) => facts(100).map((_, revision) => `${revision}@${stream}`)),
    );
    expect(read.at(-1)?.position).toEqual(last.position);
    expect(await all(first.position, filter)).toHaveLength(100);
    expect(await all(last.position, filter)).toEqual([]);
    expect(await all('end', filter)).toEqual([]);
    const everything = await all('start');
    expect(everything.filter(({ streamName }) => streamName.endsWith(id))).toHaveLength(501);
  });

  it('can be left early', async () => {
    await streams.append(`client-${randomUUID()}`, 'no-stream', facts(10));
    for await (const event of streams.readAll('start')) {
      expect(event.revision).toBe(0n);
      break;
    }
  });
});

describe('reading a long log', () => {
  it('keeps no more of what was read than fills a few buffers', async () => {
    const stream = `client-${randomUUID()}`;
    for (let n = 0; n < 9; n++) await streams.append(stream, n === 0 ? 'no-stream' : BigInt(n * 900 - 1), facts(900));
    const seen: WeakRef<StoredEvent>[] = [];
    for await (const event of streams.readAll('start', { streamPrefixes: [stream] })) {
      seen.push(new WeakRef(event));
      if (seen.length !== 8_000) continue;
      await nextTurn(); // A WeakRef holds on until the turn that made it is over.
      collectGarbage();
      expect(seen.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(2_000);
    }
    expect(seen).toHaveLength(8_100);
  });
});

describe('a connection that was closed', () => {
  it('takes no more calls', async () => {
    const closed = connectEventStreams({ connectionString: store.connectionString });
    await closed.ping();
    await closed.close();
    await expect(closed.read('any')).rejects.toThrow(StoreUnavailable);
    await expect(closed.append('any', 'no-stream', facts(1))).rejects.toThrow(StoreUnavailable);
  });
});
