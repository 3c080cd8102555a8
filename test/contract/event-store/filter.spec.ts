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
import { FollowedSubscription, followFilter } from './followed-subscription.js';
import {
  eventNames,
  newEvent,
  newEvents,
  newName,
  openStoreUnderTest,
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

function isBefore(a: Position, b: Position): boolean {
  return a.commit < b.commit || (a.commit === b.commit && a.prepare < b.prepare);
}

/** Where a new event stands: a place from which everything else in a test follows. */
async function newPosition(): Promise<Position> {
  const { position } = await client.appendToStream(newName(), newEvent());
  if (position === undefined) throw new Error('No position');
  return position;
}

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

  const both = (stream: string): string[] => eventNames(`${group}-${stream}`, 0, 1);
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
    expect(followed.events.filter((event) => event.includes(name))).toEqual(eventNames(name, 0, 1));
    expect(followed.events.some((event) => event.startsWith('$$'))).toBe(false);
  });
});

describe('The checkpoints of a filtered subscription', () => {
  it.each([1, 3])('come every 32 × %i considered events, in order, never twice', async (checkpointInterval) => {
    const [wanted, other] = [newName('wanted'), newName('other')];
    const fromPosition = await newPosition();
    for (let n = 0; n < 10; n++) {
      await client.appendToStream(other, newEvents(50));
      await client.appendToStream(wanted, newEvent());
    }
    const filter = streamNameFilter({ prefixes: [wanted], checkpointInterval });
    const followed = followFilter(client, filter, { fromPosition });
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
    const fromPosition = await newPosition();
    for (let n = 0; n < 20; n++) {
      await client.appendToStream(wanted, newEvents(3));
      await client.appendToStream(other, newEvents(9));
    }
    const followed = followFilter(client, prefix(wanted), { fromPosition });
    await followed.untilCaughtUp();
    await followed.stop();
    let delivered = 0;
    let last = fromPosition;
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
      expect(resumed.events).toEqual(eventNames(wanted, delivered, 59));
    }
    expect(followed.checkpoints.length).toBeGreaterThan(1);
  });

  it('end with one at the end of the past, before the subscription is caught up', async () => {
    const position = await newPosition();
    const followed = followFilter(client, prefix(newName('nothing')));
    await followed.untilCaughtUp();
    await followed.stop();
    expect(followed.kinds.slice(-2)).toEqual(['checkpoint', 'caughtUp']);
    const last = followed.checkpoints.at(-1);
    if (last === undefined) throw new Error('No position');
    expect(isBefore(last, position)).toBe(false);
  });
});
