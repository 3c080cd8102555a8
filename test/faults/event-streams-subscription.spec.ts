import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { pause } from '#libs/event-streams/deadline.js';
import type { EventBatch, EventStreams, StoredEvent, Subscription } from '#libs/event-streams/event-streams.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import type { Log } from '#libs/event-streams/log.js';
import { connectionStringTo, eventually, someEvents, TestEventStore } from '../support/event-store.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const timing = { confirmMs: 1_000, stallMs: 500, reconnectMaxMs: 200 };

let store: TestEventStore;
let proxy: TcpProxy;
let writer: EventStreams;
let reader: EventStreams;
let said: string[];
let stream: string;

beforeAll(async () => {
  store = await TestEventStore.start();
});

afterAll(async () => store.remove());

beforeEach(async () => {
  proxy = await TcpProxy.start(store.port);
  said = [];
  const say = (_: object, message: string): number => said.push(message);
  const log: Log = { info: say, warn: say, error: say };
  writer = connectEventStreams({ connectionString: store.connectionString });
  reader = connectEventStreams({ connectionString: connectionStringTo(proxy.port), timing, log });
  stream = `fault-${randomUUID()}`;
});

afterEach(async () => {
  proxy.heal();
  await Promise.all([reader.close(), writer.close()]);
  await proxy.close();
  await store.recover();
});

interface Followed {
  readonly events: readonly StoredEvent[];
  readonly subscription: Subscription;
  /** Resolves when so many events have come. */
  readonly count: (wanted: number, withinMs?: number) => Promise<void>;
  /** Resolves when the end of the log was reached. */
  readonly live: (withinMs: number) => Promise<void>;
}

function follow(over: EventStreams = reader, batchSizeMax = 100): Followed {
  const events: StoredEvent[] = [];
  let isLive = false;
  const filter = { streamPrefixes: [stream] };
  const onBatch = async (batch: EventBatch): Promise<void> => {
    events.push(...batch.events);
    isLive = batch.live;
  };
  const subscription = over.subscribe({ name: 'spec', after: 'start', filter, batchSizeMax, onBatch });
  const count = async (wanted: number, withinMs = 20_000): Promise<void> =>
    eventually(() => expect(events.length).toBe(wanted), withinMs);
  const live = async (withinMs: number): Promise<void> => eventually(() => expect(isLive).toBe(true), withinMs);
  return { events, subscription, count, live };
}

function expectOnceInOrder({ events }: Followed): void {
  expect(events.map(({ revision }) => Number(revision))).toEqual(events.map((_, place) => place));
}

/** Appends single events, each until it is in, whatever happens to the store. */
async function appendAll(from: number, to: number): Promise<void> {
  for (let revision = from; revision < to; revision++) {
    const event = someEvents(1);
    const expected = revision === 0 ? 'no-stream' : BigInt(revision - 1);
    for (let written = false; !written; )
      written = await writer.append(stream, expected, event).then(
        () => true,
        () => false,
      );
  }
}

describe('F7.6 a subscription whose store goes away', () => {
  it('gives every event once and in order across restarts', async () => {
    const followed = follow();
    const appending = appendAll(0, 300);
    for (const restart of ['kill', 'shutDown', 'kill'] as const) {
      const seen = followed.events.length;
      while (followed.events.length < seen + 40) await pause(5);
      await store[restart]();
      await store.launch();
    }
    await appending;
    await followed.count(300);
    expectOnceInOrder(followed);
  });

  it('goes on when a paused store wakes up', async () => {
    const followed = follow(writer);
    await appendAll(0, 5);
    await followed.count(5);
    store.pause();
    await pause(1_500);
    store.resume();
    await appendAll(5, 10);
    await followed.count(10);
    expectOnceInOrder(followed);
  });

  it('waits for a store that is not there yet, without filling the log', async () => {
    await appendAll(0, 3);
    await store.kill();
    const followed = follow();
    await pause(2_500);
    expect(said.filter((message) => message === 'subscription-lost')).toHaveLength(1);
    await store.launch();
    await followed.count(3);
    await eventually(() => expect(said).toContain('subscription-back'));
  });
});

describe('F7.6 a subscription whose connection breaks', () => {
  it('gives a long history once and in order though it is reset again and again', async () => {
    for (let n = 0; n < 20; n++)
      await writer.append(stream, n === 0 ? 'no-stream' : BigInt(n * 200 - 1), someEvents(200));
    proxy.set('response', { sliceBytes: 16_000, latencyMs: 2 });
    const followed = follow();
    for (let resets = 0; resets < 5; resets++) {
      await pause(150);
      proxy.reset();
    }
    proxy.heal();
    await followed.count(4_000);
    expectOnceInOrder(followed);
  });

  it('notices that it is no longer told anything, and connects anew', async () => {
    const followed = follow();
    await appendAll(0, 2);
    await followed.count(2);
    // Half-open: the connection stays, and nothing comes through it any more. New ones work.
    proxy.set('response', { blackholeAfterBytes: 0 });
    await appendAll(2, 4);
    await pause(100);
    proxy.heal();
    // Keep-alive would notice after 20 seconds, and only if pings go unanswered.
    await followed.count(4, 6_000);
    expectOnceInOrder(followed);
    expect(said).toContain('subscription-lost');
  });

  it('leaves a quiet subscription alone', async () => {
    const followed = follow();
    await appendAll(0, 2);
    await writer.append(`other-${randomUUID()}`, 'no-stream', someEvents(20));
    await followed.count(2);
    await pause(2_500);
    expect(said).toEqual([]);
  });

  it('survives every byte of an answer being cut in small pieces', async () => {
    proxy.set('response', { sliceBytes: 7 });
    const followed = follow();
    await appendAll(0, 5);
    await followed.count(5);
    expectOnceInOrder(followed);
  });

  it('opens again a subscription that is never confirmed', async () => {
    proxy.set('response', { blackholeAfterBytes: 0 });
    const followed = follow();
    await pause(300);
    proxy.heal();
    await followed.live(6_000);
  });
});

describe('an owner slower than the log', () => {
  it('is not taken for a stall and loses nothing', async () => {
    await writer.append(stream, 'no-stream', someEvents(100));
    const seen: StoredEvent[] = [];
    const subscription = reader.subscribe({
      name: 'slow',
      after: 'start',
      filter: { streamPrefixes: [stream] },
      batchSizeMax: 40,
      onBatch: async ({ events }) => {
        await pause(1_200);
        seen.push(...events);
      },
    });
    while (seen.length < 100) await pause(20);
    await subscription.stop();
    expect(said).toEqual([]);
    expect(seen.map(({ revision }) => Number(revision))).toEqual(seen.map((_, place) => place));
  });
});
