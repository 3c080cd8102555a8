import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  eventTypeFilter,
  excludeSystemEvents,
  streamNameFilter,
  type EventStoreDBClient,
  type Filter,
  type Position,
  type SubscribeToAllOptions,
} from '@eventstore/db-client';
import { FollowedSubscription } from './followed-subscription.js';
import { newEvent, newEvents, newName, openStoreUnderTest, range, type StoreUnderTest } from './store-under-test.js';

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

/** Follows a filter, checkpoints included. */
function followFilter(
  filter: Omit<Filter, 'checkpointReached'>,
  options: SubscribeToAllOptions = {},
): FollowedSubscription {
  let noteCheckpoint: (position: Position) => void = () => undefined;
  const followed = follow({
    ...options,
    filter: { ...filter, checkpointReached: (_, position) => noteCheckpoint(position) } as Filter,
  });
  noteCheckpoint = (position) => followed.note({ kind: 'checkpoint', position });
  return followed;
}

const names = (stream: string, from: number, to: number): string[] => range(from, to).map((n) => `${stream}@${n}`);
const prefix = (...prefixes: string[]): Filter => streamNameFilter({ prefixes });

function isBefore(a: Position, b: Position): boolean {
  return a.commit < b.commit || (a.commit === b.commit && a.prepare < b.prepare);
}

describe('A subscription to the log as a whole', () => {
  it('says: confirmed, the past, caught up, then what happens', async () => {
    const name = newName();
    await client.appendToStream(name, newEvents(3));
    const followed = followFilter(prefix(name));
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
    expect(followed.events).toEqual(names(name, 0, 4));
  });

  it('starts behind its position', async () => {
    const name = newName();
    const first = await client.appendToStream(name, newEvents(2));
    await client.appendToStream(name, newEvents(2));
    if (first.position === undefined) throw new Error('No position');
    const followed = follow({ fromPosition: first.position });
    await followed.until(({ events }) => events.includes(`${name}@3`));
    await followed.stop();
    expect(followed.events.filter((event) => event.startsWith(name))).toEqual(names(name, 2, 3));
  });

  it('from the end gets new events only', async () => {
    const name = newName();
    await client.appendToStream(name, newEvents(2));
    const followed = follow({ fromPosition: 'end', filter: prefix(name) });
    await followed.untilCaughtUp();
    await client.appendToStream(name, newEvents(2));
    await followed.untilEvents(2);
    await followed.stop();
    expect(followed.events).toEqual(names(name, 2, 3));
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
      expect(resumed.events).toEqual(names(name, n + 1, 9));
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
    const followers = [follow({ filter: prefix(group) }), follow({}), followFilter(prefix(`${group}-`))];
    await Promise.all(followers.map((one) => one.untilCaughtUp()));
    await Promise.all(writers);
    for (const one of followers) {
      await one.until(({ events }) => streams.every((stream) => events.includes(`${stream}@299`)));
      await one.stop();
      for (const stream of streams)
        expect(one.events.filter((event) => event.startsWith(`${stream}@`))).toEqual(names(stream, 0, 299));
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
    expect(followed.events).toEqual(names(name, 0, total + 1));
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

describe('A filter', () => {
  let group: string;
  beforeAll(async () => {
    group = newName('filter');
    for (const [stream, type] of [
      ['a', 'Alpha'],
      ['b', 'Beta'],
      ['ab', 'AlphaBeta'],
      ['c', '$Gamma'],
    ] as const)
      await client.appendToStream(`${group}-${stream}`, newEvents(2, `${group}.${type}`));
  });

  const both = (stream: string): string[] => names(`${group}-${stream}`, 0, 1);
  it.each<{ by: string; filter: () => Filter; streams: string[] }>([
    { by: 'stream prefix', filter: () => prefix(`${group}-a`), streams: ['a', 'ab'] },
    { by: 'stream prefixes', filter: () => prefix(`${group}-b`, `${group}-c`), streams: ['b', 'c'] },
    { by: 'stream expression', filter: () => streamNameFilter({ regex: `^${group}-.*b$` }), streams: ['b', 'ab'] },
    { by: 'type prefix', filter: () => eventTypeFilter({ prefixes: [`${group}.Alpha`] }), streams: ['a', 'ab'] },
    { by: 'type expression', filter: () => eventTypeFilter({ regex: `^${group}.*Beta$` }), streams: ['b', 'ab'] },
    { by: 'a prefix nobody has', filter: () => prefix(`${group}-z`), streams: [] },
    { by: 'a prefix in another case', filter: () => prefix(group.toUpperCase()), streams: [] },
  ])('by $by', async ({ filter, streams }) => {
    const followed = follow({ filter: filter() });
    await followed.untilCaughtUp();
    await followed.stop();
    expect(followed.events).toEqual(streams.flatMap(both));
  });

  it('can leave out what the server wrote itself', async () => {
    const name = newName();
    await client.appendToStream(name, newEvent());
    await client.setStreamMetadata(name, { maxCount: 9 });
    await client.appendToStream(name, newEvent());
    const followed = follow({ filter: excludeSystemEvents() });
    await followed.until(({ events }) => events.includes(`${name}@1`));
    await followed.stop();
    expect(followed.events.filter((event) => event.includes(name))).toEqual(names(name, 0, 1));
    expect(followed.events.some((event) => event.startsWith('$$'))).toBe(false);
  });
});

describe('The checkpoints of a filtered subscription', () => {
  it.each([1, 3])('come every 32 × %i considered events, in order, never twice', async (checkpointInterval) => {
    const [wanted, other] = [newName('wanted'), newName('other')];
    const start = await client.appendToStream(other, newEvent());
    if (start.position === undefined) throw new Error('No position');
    for (let n = 0; n < 10; n++) {
      await client.appendToStream(other, newEvents(50));
      await client.appendToStream(wanted, newEvent());
    }
    const filter = streamNameFilter({ prefixes: [wanted], checkpointInterval });
    const followed = followFilter(filter, { fromPosition: start.position });
    await followed.untilCaughtUp();
    const past = followed.checkpoints.length;
    // At least that many; the server's own events may add to them.
    expect(past).toBeGreaterThanOrEqual(Math.floor(510 / (32 * checkpointInterval)));
    expect(past).toBeLessThanOrEqual(Math.ceil(510 / (32 * checkpointInterval)) + 2);
    for (let n = 0; n < 4; n++) await client.appendToStream(other, newEvents(50));
    await followed.until(({ checkpoints }) => checkpoints.length >= past + Math.floor(200 / (32 * checkpointInterval)));
    await followed.stop();
    const positions = followed.checkpoints;
    for (const [n, position] of positions.entries())
      if (n > 0) expect(isBefore(positions[n - 1] ?? position, position)).toBe(true);
  });

  it('are at or behind every event delivered before, and good to go on from', async () => {
    const [wanted, other] = [newName('wanted'), newName('other')];
    for (let n = 0; n < 20; n++) {
      await client.appendToStream(wanted, newEvents(3));
      await client.appendToStream(other, newEvents(9));
    }
    const followed = followFilter(prefix(wanted));
    await followed.untilCaughtUp();
    await followed.stop();
    let delivered = 0;
    let last: Position = { commit: 0n, prepare: 0n };
    for (const notice of followed.notices) {
      if (notice.kind === 'event' && notice.position !== undefined) {
        delivered++;
        last = notice.position;
      }
      if (notice.kind !== 'checkpoint') continue;
      expect(isBefore(notice.position, last)).toBe(false);
      const resumed = follow({ fromPosition: notice.position, filter: prefix(wanted) });
      await resumed.untilCaughtUp();
      await resumed.stop();
      expect(resumed.events).toEqual(names(wanted, delivered, 59));
    }
    expect(followed.checkpoints.length).toBeGreaterThan(1);
  });

  it('end with one at the end of the past, before the subscription is caught up', async () => {
    const name = newName();
    const { position } = await client.appendToStream(name, newEvent());
    const followed = followFilter(prefix(newName('nothing')));
    await followed.untilCaughtUp();
    await followed.stop();
    expect(followed.kinds.slice(-2)).toEqual(['checkpoint', 'caughtUp']);
    const last = followed.checkpoints.at(-1);
    if (position === undefined || last === undefined) throw new Error('No position');
    expect(isBefore(last, position)).toBe(false);
  });
});
