import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  streamNameFilter,
  type EventStoreDBClient,
  type Filter,
  type SubscribeToAllOptions,
} from '@eventstore/db-client';
import { FollowedSubscription, followFilter } from './followed-subscription.js';
import {
  eventNames,
  newEvent,
  newEvents,
  newName,
  openStoreUnderTest,
  range,
  type StoreUnderTest,
} from './store-under-test.js';

let store: StoreUnderTest;
let client: EventStoreDBClient;
beforeAll(async () => {
  store = await openStoreUnderTest();
  ({ client } = store);
});
afterAll(() => store.close());

function follow(options: SubscribeToAllOptions): FollowedSubscription {
  return new FollowedSubscription(client.subscribeToAll(options));
}

const prefix = (...prefixes: string[]): Filter => streamNameFilter({ prefixes });

describe('A subscription to the log as a whole', () => {
  it('says: confirmed, the past, caught up, then what happens', async () => {
    const name = newName();
    await client.appendToStream(name, newEvents(3));
    const followed = followFilter(client, prefix(name));
    await followed.untilCaughtUp();
    await client.appendToStream(name, newEvents(2));
    await followed.untilEvents(5);
    await followed.stop();
    expect(followed.kinds.filter((kind) => kind !== 'checkpoint')).toEqual([
      'confirmation',
      'event',
      'event',
      'event',
      'caughtUp',
      'event',
      'event',
    ]);
    expect(followed.events).toEqual(eventNames(name, 0, 4));
  });

  it('starts behind its position', async () => {
    const name = newName();
    const first = await client.appendToStream(name, newEvents(2));
    await client.appendToStream(name, newEvents(2));
    if (first.position === undefined) throw new Error('No position');
    const followed = follow({ fromPosition: first.position });
    await followed.until(({ events }) => events.includes(`${name}@3`));
    await followed.stop();
    expect(followed.events.filter((event) => event.startsWith(name))).toEqual(eventNames(name, 2, 3));
  });

  it('from the end gets new events only', async () => {
    const name = newName();
    await client.appendToStream(name, newEvents(2));
    const followed = follow({ fromPosition: 'end', filter: prefix(name) });
    await followed.untilCaughtUp();
    await client.appendToStream(name, newEvents(2));
    await followed.untilEvents(2);
    await followed.stop();
    expect(followed.events).toEqual(eventNames(name, 2, 3));
  });

  it('goes on from the position of any event, also amid an append', async () => {
    const name = newName();
    await client.appendToStream(name, newEvents(10));
    const all = follow({ filter: prefix(name) });
    await all.untilEvents(10);
    await all.stop();
    for (const [n, notice] of all.notices.filter(({ kind }) => kind === 'event').entries()) {
      const position = notice.kind === 'event' ? notice.position : undefined;
      if (position === undefined) throw new Error('No position');
      const resumed = follow({ fromPosition: position, filter: prefix(name) });
      await resumed.untilCaughtUp();
      await resumed.stop();
      expect(resumed.events).toEqual(eventNames(name, n + 1, 9));
    }
  });

  it('neither misses nor repeats an event while others write', async () => {
    const group = newName('load');
    const streams = range(1, 8).map((n) => `${group}-${n}`);
    const write = async (stream: string): Promise<void> => {
      for (let count = 0; count < 300; count += 5) {
        const expectedRevision = count === 0 ? 'no_stream' : BigInt(count - 1);
        await client.appendToStream(stream, newEvents(5), { expectedRevision });
        await delay(5);
      }
    };
    const writers = streams.map(write);
    await delay(100);
    const followers = [follow({ filter: prefix(group) }), follow({}), followFilter(client, prefix(`${group}-`))];
    await Promise.all(followers.map((one) => one.untilCaughtUp()));
    await Promise.all(writers);
    for (const one of followers) {
      await one.until(({ events }) => streams.every((stream) => events.includes(`${stream}@299`)));
      await one.stop();
      for (const stream of streams)
        expect(one.events.filter((event) => event.startsWith(`${stream}@`))).toEqual(eventNames(stream, 0, 299));
    }
  });

  it('waits for a slow subscriber and loses nothing', async () => {
    const name = newName();
    await client.appendToStream(name, newEvent());
    const followed = follow({ filter: prefix(name) });
    await followed.untilCaughtUp();
    followed.subscription.pause();
    const padding = 'x'.repeat(2_000);
    const total = 6_000;
    for (let count = 0; count < total; count += 200)
      await client.appendToStream(
        name,
        Array.from({ length: 200 }, () => newEvent('Big.v1', padding)),
      );
    followed.subscription.resume();
    await followed.untilEvents(total + 1);
    await client.appendToStream(name, newEvent());
    await followed.untilEvents(total + 2);
    await followed.stop();
    expect(followed.events).toEqual(eventNames(name, 0, total + 1));
  });

  it('delivers nothing after it was ended', async () => {
    const name = newName();
    const followed = follow({ filter: prefix(name) });
    await followed.untilCaughtUp();
    await followed.stop();
    await client.appendToStream(name, newEvents(3));
    await delay(50);
    expect(followed.events).toEqual([]);
    expect(followed.kinds).not.toContain('error');
  });
});
