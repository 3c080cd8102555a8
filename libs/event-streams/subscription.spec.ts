import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { TestEventStore } from '../../test/support/event-store.js';
import { UnreadableEvent } from './event-streams.errors.js';
import {
  comparePositions,
  logStart,
  type EventBatch,
  type EventStreams,
  type NewEvent,
  type Subscription,
  type SubscriptionOptions,
} from './event-streams.js';
import { pause } from './deadline.js';
import { connectEventStreams } from './eventstore-client.js';
import { silentLog } from './log.js';

const metadata = { correlationId: 'c', causationId: 'c', actor: 'worker' };

function facts(count: number): NewEvent[] {
  return Array.from({ length: count }, (_, n) => ({ id: randomUUID(), type: 'Counted.v1', data: { n }, metadata }));
}

let store: TestEventStore;
let streams: EventStreams;
/** What the log warned of: a subscription that mends itself hides its faults from its owner. */
const outages: string[] = [];

beforeAll(async () => {
  store = await TestEventStore.start();
  const warn = (_: unknown, message: string): void => void outages.push(message);
  const log = { ...silentLog, warn };
  streams = connectEventStreams({ connectionString: store.connectionString, log });
});

afterAll(async () => {
  await streams.close();
  await store.remove();
});

/** Subscribes and collects; `until` waits for the collection to satisfy a condition. */
function follow(options: Partial<SubscriptionOptions>): {
  readonly batches: readonly EventBatch[];
  readonly subscription: Subscription;
  readonly until: (condition: (batches: readonly EventBatch[]) => boolean) => Promise<void>;
} {
  const batches: EventBatch[] = [];
  let check: (() => void) | undefined;
  const { onBatch } = options;
  const subscription = streams.subscribe({
    name: 'spec',
    after: 'start',
    ...options,
    onBatch: async (batch) => {
      batches.push(batch);
      check?.();
      await onBatch?.(batch);
    },
  });
  const until = async (condition: (batches: readonly EventBatch[]) => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      check = () => condition(batches) && resolve();
      check();
      subscription.done.catch(reject);
    });
  return { batches, subscription, until };
}

async function throwAtRevision5({ events }: EventBatch): Promise<void> {
  if (events.some(({ revision }) => revision === 5n)) throw new Error('poison');
}

const count = (batches: readonly EventBatch[]): number => batches.reduce((sum, { events }) => sum + events.length, 0);
const isLive = (batches: readonly EventBatch[]): boolean => batches.at(-1)?.live === true;

describe('a subscription', () => {
  it('gives history in batches of limited size, then what happens, in order and once', async () => {
    const stream = `follow-${randomUUID()}`;
    await streams.append(stream, 'no-stream', facts(25));
    const { batches, subscription, until } = follow({ filter: { streamPrefixes: [stream] }, batchSizeMax: 10 });
    await until(isLive);
    expect(count(batches)).toBe(25);
    expect(Math.max(...batches.map(({ events }) => events.length))).toBeLessThanOrEqual(10);
    expect(batches[0]?.live).toBe(false);
    await streams.append(stream, 24n, facts(3));
    await until((given) => count(given) === 28);
    expect(isLive(batches)).toBe(true);
    const revisions = batches.flatMap(({ events }) => events.map(({ revision }) => Number(revision)));
    expect(revisions).toEqual(Array.from({ length: 28 }, (_, revision) => revision));
    await subscription.stop();
    await expect(subscription.done).resolves.toBeUndefined();
  });

  it('gives one batch at a time and reads no more than one ahead', async () => {
    const stream = `slow-${randomUUID()}`;
    await streams.append(stream, 'no-stream', facts(60));
    let running = 0;
    let together = 0;
    const onBatch = async (): Promise<void> => {
      together = Math.max(together, ++running);
      await pause(20);
      running--;
    };
    const { batches, subscription, until } = follow({ filter: { streamPrefixes: [stream] }, batchSizeMax: 7, onBatch });
    await until((given) => count(given) === 60);
    await subscription.stop();
    expect(together).toBe(1);
    expect(Math.max(...batches.map(({ events }) => events.length))).toBeLessThanOrEqual(7);
  });

  it('keeps the order of the log however often it waits for its owner', async () => {
    const total = 3_000;
    const stream = `order-${randomUUID()}`;
    for (let from = 0; from < total; from += 500)
      await streams.append(stream, from === 0 ? 'no-stream' : BigInt(from - 1), facts(500));
    const waits = (turn: number): Promise<void> => (turn % 3 === 0 ? pause(2) : Promise.resolve());
    let turn = 0;
    const onBatch = async (): Promise<void> => waits(turn++);
    const { batches, subscription, until } = follow({
      batchSizeMax: 40,
      filter: { streamPrefixes: [stream] },
      onBatch,
    });
    const received = (): bigint[] => batches.flatMap(({ events }) => events.map(({ revision }) => revision));
    await until(() => received().length >= total);
    await subscription.stop();
    expect(received()).toEqual(Array.from({ length: total }, (_, n) => BigInt(n)));
    expect(outages).toEqual([]);
  });

  it('says that it is live even when nothing is for it, and what it has considered', async () => {
    await streams.append(`other-${randomUUID()}`, 'no-stream', facts(100));
    const { batches, subscription, until } = follow({ filter: { streamPrefixes: [`none-${randomUUID()}`] } });
    await until(isLive);
    await subscription.stop();
    expect(count(batches)).toBe(0);
    const considered = batches.at(-1)?.considered ?? logStart;
    expect(comparePositions(considered, logStart)).toBe(1);
    expect(comparePositions(considered, (await streams.head()) ?? logStart)).toBe(-1);
  });

  it('considers at least the last event of each batch, and can go on from there', async () => {
    const stream = `resume-${randomUUID()}`;
    const other = `other-${randomUUID()}`;
    await streams.append(stream, 'no-stream', facts(5));
    await streams.append(other, 'no-stream', facts(200));
    await streams.append(stream, 4n, facts(5));
    const first = follow({ filter: { streamPrefixes: [stream] }, batchSizeMax: 3 });
    await first.until(isLive);
    await first.subscription.stop();
    for (const { events, considered } of first.batches) {
      for (const { position } of events) expect(comparePositions(considered, position)).toBeGreaterThanOrEqual(0);
      const rest = follow({ filter: { streamPrefixes: [stream] }, after: considered });
      await rest.until(isLive);
      await rest.subscription.stop();
      const due = 10 - Number(events.at(-1)?.revision ?? 9) - 1;
      expect(count(rest.batches)).toBe(due);
    }
  });

  it('begins at the end when asked to', async () => {
    const stream = `end-${randomUUID()}`;
    await streams.append(stream, 'no-stream', facts(5));
    const { batches, subscription, until } = follow({ filter: { streamPrefixes: [stream] }, after: 'end' });
    await until(isLive);
    await streams.append(stream, 4n, facts(1));
    await until((given) => count(given) > 0);
    await subscription.stop();
    expect(batches.flatMap(({ events }) => events.map(({ revision }) => revision))).toEqual([5n]);
  });

  it('without a filter gives everything but the events of the server', async () => {
    const stream = `unfiltered-${randomUUID()}`;
    const { position } = await streams.append(`before-${stream}`, 'no-stream', facts(1));
    const acl = { id: randomUUID(), type: '$metadata', data: { $maxCount: 5 }, metadata };
    await streams.append(`$$${stream}`, 'no-stream', [acl]);
    await streams.append(stream, 'no-stream', facts(2));
    const { batches, subscription, until } = follow({ after: position });
    await until(isLive);
    await subscription.stop();
    expect(batches.flatMap(({ events }) => events.map(({ streamName }) => streamName))).toEqual([stream, stream]);
  });
});

describe('the end of a subscription', () => {
  it('comes with what its owner throws, after the events before it', async () => {
    const stream = `throws-${randomUUID()}`;
    await streams.append(stream, 'no-stream', facts(10));
    const options = { filter: { streamPrefixes: [stream] }, batchSizeMax: 2, onBatch: throwAtRevision5 };
    const { batches, subscription } = follow(options);
    await expect(subscription.done).rejects.toThrow('poison');
    expect(count(batches)).toBe(6);
    await subscription.stop();
  });

  it('comes after the batch in hand when it is stopped', async () => {
    const stream = `stopped-${randomUUID()}`;
    await streams.append(stream, 'no-stream', facts(10));
    let finished = 0;
    const onBatch = async (): Promise<void> => {
      await pause(50);
      finished++;
    };
    const { batches, subscription, until } = follow({ filter: { streamPrefixes: [stream] }, batchSizeMax: 2, onBatch });
    await until((given) => given.length === 2);
    await subscription.stop();
    expect(finished).toBe(2);
    expect(batches).toHaveLength(2);
  });

  it('comes at an event that this project did not write, after the ones before it', async () => {
    const stream = `foreign-${randomUUID()}`;
    const foreign = { id: randomUUID(), type: 'Foreign', data: {}, metadata: { by: 'x' } };
    // @ts-expect-error Not the metadata of this project.
    await streams.append(stream, 'no-stream', [...facts(3), foreign]);
    const { batches, subscription } = follow({ filter: { streamPrefixes: [stream] } });
    await expect(subscription.done).rejects.toThrow(UnreadableEvent);
    expect(count(batches)).toBe(3);
  });
});
