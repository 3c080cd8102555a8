import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StreamDeletedError, type EventStoreDBClient, type SubscribeToStreamOptions } from '@eventstore/db-client';
import { FollowedSubscription } from './followed-subscription.js';
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

function follow(name: string, options: SubscribeToStreamOptions = {}): FollowedSubscription {
  return new FollowedSubscription(client.subscribeToStream(name, options));
}

describe('A subscription to a stream', () => {
  it('says: confirmed, the past, caught up, then what happens', async () => {
    const name = newName();
    await client.appendToStream(name, newEvents(2));
    const followed = follow(name);
    await followed.untilCaughtUp();
    await client.appendToStream(newName(), newEvent());
    await client.appendToStream(name, newEvent());
    await followed.untilEvents(3);
    await followed.stop();
    expect(followed.kinds).toEqual(['confirmation', 'event', 'event', 'caughtUp', 'event']);
    expect(followed.events).toEqual(eventNames(name, 0, 2));
  });

  it.each([
    { from: 'start', first: 0 },
    { from: 0n, first: 1 },
    { from: 599n, first: 600 },
    { from: 999n, first: 1_000 },
    { from: 'end', first: 1_000 },
  ] as const)('from $from starts with revision $first', async ({ from, first }) => {
    const name = newName();
    await client.appendToStream(name, newEvents(1_000));
    const followed = follow(name, { fromRevision: from });
    await followed.untilCaughtUp();
    await client.appendToStream(name, newEvents(2));
    await followed.untilEvents(1_002 - first);
    await followed.stop();
    expect(followed.events).toEqual(eventNames(name, first, 1_001));
  });

  it('that does not exist yet waits for it', async () => {
    const name = newName();
    const followed = follow(name);
    await followed.untilCaughtUp();
    await client.appendToStream(name, newEvents(2));
    await followed.untilEvents(2);
    await followed.stop();
    expect(followed.events).toEqual(eventNames(name, 0, 1));
  });

  it('leaves out what the metadata of the stream hide', async () => {
    const name = newName();
    await client.appendToStream(name, newEvents(5));
    await client.setStreamMetadata(name, { truncateBefore: 3 });
    const followed = follow(name);
    await followed.untilCaughtUp();
    await followed.stop();
    expect(followed.events).toEqual(eventNames(name, 3, 4));
  });

  it('that was soft-deleted goes on with what is written again', async () => {
    const name = newName();
    await client.appendToStream(name, newEvents(2));
    await client.deleteStream(name);
    const followed = follow(name);
    await followed.untilCaughtUp();
    await client.appendToStream(name, newEvent());
    await followed.untilEvents(1);
    await followed.stop();
    expect(followed.events).toEqual(eventNames(name, 2, 2));
  });

  it('fails when the stream has a tombstone', async () => {
    const name = newName();
    await client.appendToStream(name, newEvent());
    await client.tombstoneStream(name);
    const followed = follow(name);
    await followed.until(({ kinds }) => kinds.includes('error'));
    const error = followed.notices.flatMap((notice) => (notice.kind === 'error' ? [notice.error] : []))[0];
    expect(error).toBeInstanceOf(StreamDeletedError);
  });

  it('neither misses nor repeats an event while others write', async () => {
    const name = newName();
    const appends = 150;
    const writer = (async () => {
      for (let n = 0; n < appends; n++) await client.appendToStream(name, newEvents(3));
    })();
    const followers = range(1, 10).map(() => follow(name));
    for (const followed of followers) await followed.untilCaughtUp();
    await writer;
    for (const followed of followers) {
      await followed.untilEvents(appends * 3);
      await followed.stop();
      expect(followed.events).toEqual(eventNames(name, 0, appends * 3 - 1));
    }
  });
});
