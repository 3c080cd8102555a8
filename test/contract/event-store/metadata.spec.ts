import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jsonEvent, type EventStoreDBClient } from '@eventstore/db-client';
import {
  collect,
  newEvent,
  newEvents,
  newName,
  openStoreUnderTest,
  rejectionOf,
  type StoreUnderTest,
} from './store-under-test.js';

let store: StoreUnderTest;
let client: EventStoreDBClient;
beforeAll(async () => {
  store = await openStoreUnderTest();
  ({ client } = store);
});
afterAll(() => store.close());

async function newStream(events: number): Promise<string> {
  const name = newName();
  await client.appendToStream(name, newEvents(events));
  return name;
}

async function revisions(
  name: string,
  options: Parameters<EventStoreDBClient['readStream']>[1] = {},
): Promise<number[]> {
  return (await collect(client.readStream(name, options))).map(({ event }) => Number(event?.revision));
}

const backwards = { direction: 'backwards', fromRevision: 'end' } as const;

describe('Stream metadata', () => {
  it('are stored whole', async () => {
    const name = newName();
    const metadata = {
      maxCount: 5,
      maxAge: 60,
      truncateBefore: 3,
      cacheControl: 2,
      acl: { readRoles: ['$all'], writeRoles: ['writer'] },
      owner: 'somebody',
    };
    await client.setStreamMetadata(name, metadata);
    expect(await client.getStreamMetadata(name)).toMatchObject({ streamName: name, metadata });
  });

  it('are absent at first', async () => {
    const name = newName();
    expect(await client.getStreamMetadata(name)).toEqual({ streamName: name });
  });

  it('are an event stream of which only the last event is kept', async () => {
    const name = newName();
    for (const maxCount of [1, 2, 3]) await client.setStreamMetadata(name, { maxCount });
    expect(await revisions(`$$${name}`)).toEqual([2]);
    expect(await client.getStreamMetadata(name)).toMatchObject({ metadata: { maxCount: 3 } });
    expect(await rejectionOf(client.setStreamMetadata(name, {}, { expectedRevision: 0n }))).toMatchObject({
      type: 'wrong-expected-version',
      actualVersion: 2n,
    });
  });

  it('that are no JSON object restrict nothing', async () => {
    const name = await newStream(3);
    await client.appendToStream(`$$${name}`, jsonEvent({ type: '$metadata', data: [1] }));
    expect(await revisions(name)).toEqual([0, 1, 2]);
  });
});

describe('$maxCount', () => {
  it('hides all but the last events, in both directions', async () => {
    const name = await newStream(10);
    await client.setStreamMetadata(name, { maxCount: 3 });
    expect(await revisions(name)).toEqual([7, 8, 9]);
    expect(await revisions(name, backwards)).toEqual([9, 8, 7]);
    expect(await revisions(name, { fromRevision: 2n, maxCount: 2 })).toEqual([7, 8]);
    expect(await revisions(name, { fromRevision: 8n })).toEqual([8, 9]);
    await client.appendToStream(name, newEvent());
    expect(await revisions(name)).toEqual([8, 9, 10]);
  });

  it('gives events back when it grows', async () => {
    const name = await newStream(4);
    await client.setStreamMetadata(name, { maxCount: 1 });
    expect(await revisions(name)).toEqual([3]);
    await client.setStreamMetadata(name, {});
    expect(await revisions(name)).toEqual([0, 1, 2, 3]);
  });
});

describe('$tb', () => {
  it('hides the events before a revision, in both directions', async () => {
    const name = await newStream(10);
    await client.setStreamMetadata(name, { truncateBefore: 6 });
    expect(await revisions(name)).toEqual([6, 7, 8, 9]);
    expect(await revisions(name, backwards)).toEqual([9, 8, 7, 6]);
    expect(await revisions(name, { direction: 'backwards', fromRevision: 7n, maxCount: 5 })).toEqual([7, 6]);
  });

  it('and $maxCount: the stricter one counts', async () => {
    const name = await newStream(10);
    await client.setStreamMetadata(name, { truncateBefore: 8, maxCount: 5 });
    expect(await revisions(name)).toEqual([8, 9]);
    await client.setStreamMetadata(name, { truncateBefore: 2, maxCount: 5 });
    expect(await revisions(name)).toEqual([5, 6, 7, 8, 9]);
  });

  it('beyond the end leaves an empty stream that exists', async () => {
    const name = await newStream(2);
    await client.setStreamMetadata(name, { truncateBefore: 5 });
    expect(await revisions(name)).toEqual([]);
    expect(await client.appendToStream(name, newEvent(), { expectedRevision: 1n })).toMatchObject({
      nextExpectedRevision: 2n,
    });
  });
});

describe('$maxAge', () => {
  it('hides events that are older, in both directions', async () => {
    const name = await newStream(3);
    await client.setStreamMetadata(name, { maxAge: 1 });
    expect(await revisions(name)).toEqual([0, 1, 2]);
    await delay(1_300);
    await client.appendToStream(name, newEvents(2), { expectedRevision: 2n });
    expect(await revisions(name)).toEqual([3, 4]);
    expect(await revisions(name, backwards)).toEqual([4, 3]);
    expect(await revisions(name, { maxCount: 1 })).toEqual([3]);
  });
});

describe('The log as a whole', () => {
  it('shows what the metadata of a stream hide', async () => {
    const name = newName();
    const first = await client.appendToStream(name, newEvent());
    await client.appendToStream(name, newEvent());
    await client.setStreamMetadata(name, { truncateBefore: 2 });
    if (first.position === undefined) throw new Error('No position');
    const read = await collect(client.readAll({ fromPosition: first.position, maxCount: 3 }));
    expect(read.map(({ event }) => event?.streamId)).toEqual([name, name, `$$${name}`]);
  });
});
