import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StreamDeletedError, StreamNotFoundError, type EventStoreDBClient } from '@eventstore/db-client';
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

async function newStream(events = 2): Promise<string> {
  const name = newName();
  await client.appendToStream(name, newEvents(events));
  return name;
}

const readFails = (name: string): Promise<unknown> => rejectionOf(collect(client.readStream(name)));

describe('A soft-deleted stream', () => {
  it.each(['any', 1n] as const)('reads as missing (expected revision %s)', async (expectedRevision) => {
    const name = await newStream();
    const { position } = await client.deleteStream(name, { expectedRevision });
    expect(position?.commit).toBeGreaterThan(0n);
    expect(await readFails(name)).toBeInstanceOf(StreamNotFoundError);
    expect(
      await rejectionOf(collect(client.readStream(name, { direction: 'backwards', fromRevision: 'end' }))),
    ).toMatchObject({
      type: 'stream-not-found',
      streamName: name,
    });
  });

  it.each([
    [0n, '0'],
    [5n, '5'],
    ['no_stream', '-1'],
  ] as const)('is not deleted when the revision is not %s', async (expectedRevision, text) => {
    const name = await newStream();
    const error = await rejectionOf(client.deleteStream(name, { expectedRevision }));
    expect(error).toMatchObject({
      type: 'wrong-expected-version',
      streamName: name,
      expectedVersion: BigInt(text),
      actualVersion: 1n,
    });
    expect(await collect(client.readStream(name))).toHaveLength(2);
  });

  it.each(['any', 'no_stream', 0n] as const)(
    'is none that never was (expected revision %s)',
    async (expectedRevision) => {
      const name = newName();
      expect(await rejectionOf(client.deleteStream(name, { expectedRevision }))).toMatchObject({
        type: 'wrong-expected-version',
        streamName: name,
        actualVersion: -1n,
      });
      expect(await client.appendToStream(name, newEvent(), { expectedRevision: 'no_stream' })).toMatchObject({
        nextExpectedRevision: 0n,
      });
    },
  );

  it('can be one that has metadata only, or was deleted before', async () => {
    const name = newName();
    await client.setStreamMetadata(name, { maxCount: 2 });
    await client.deleteStream(name, { expectedRevision: 'no_stream' });
    await client.deleteStream(name);
    expect(await readFails(name)).toBeInstanceOf(StreamNotFoundError);
    expect(await client.appendToStream(name, newEvent(), { expectedRevision: 'no_stream' })).toMatchObject({
      nextExpectedRevision: 0n,
    });
  });

  it('keeps its events in the log as a whole', async () => {
    const name = newName();
    const { position } = await client.appendToStream(name, newEvent());
    await client.deleteStream(name);
    if (position === undefined) throw new Error('No position');
    const [first] = await collect(client.readAll({ fromPosition: position, maxCount: 1 }));
    expect(first?.event?.streamId).toBe(name);
  });

  it('can be deleted again after it was written again', async () => {
    const name = await newStream();
    await client.deleteStream(name);
    await client.appendToStream(name, newEvent());
    await client.deleteStream(name, { expectedRevision: 2n });
    expect(await readFails(name)).toBeInstanceOf(StreamNotFoundError);
    expect(await client.appendToStream(name, newEvent())).toMatchObject({ nextExpectedRevision: 3n });
    expect(await collect(client.readStream(name))).toHaveLength(1);
  });

  it('does not get its events back through new metadata', async () => {
    const name = await newStream();
    await client.deleteStream(name);
    await client.setStreamMetadata(name, { maxCount: 100 });
    await client.appendToStream(name, newEvent(), { expectedRevision: 1n });
    const read = await collect(client.readStream(name));
    expect(read.map(({ event }) => event?.revision)).toEqual([2n]);
    expect((await client.getStreamMetadata(name)).metadata).toMatchObject({ maxCount: 100, truncateBefore: 2 });
  });
});

describe('A tombstoned stream', () => {
  it.each(['any', 1n] as const)('is closed for ever (expected revision %s)', async (expectedRevision) => {
    const name = await newStream();
    await client.tombstoneStream(name, { expectedRevision });
    expect(await readFails(name)).toBeInstanceOf(StreamDeletedError);
    expect(await readFails(name)).toMatchObject({ type: 'stream-deleted', streamName: name });
    expect(await rejectionOf(client.appendToStream(name, newEvent()))).toBeInstanceOf(StreamDeletedError);
    expect(await rejectionOf(client.tombstoneStream(name))).toBeInstanceOf(StreamDeletedError);
    expect(await rejectionOf(client.deleteStream(name))).toBeInstanceOf(StreamDeletedError);
    expect(await rejectionOf(client.setStreamMetadata(name, {}))).toBeInstanceOf(StreamDeletedError);
    expect(await rejectionOf(client.getStreamMetadata(name))).toBeInstanceOf(StreamDeletedError);
  });

  it('can be one that never had an event', async () => {
    const name = newName();
    await client.tombstoneStream(name, { expectedRevision: 'no_stream' });
    expect(await readFails(name)).toBeInstanceOf(StreamDeletedError);
  });

  it('can have been soft-deleted before', async () => {
    const name = await newStream();
    await client.deleteStream(name);
    await client.tombstoneStream(name);
    expect(await readFails(name)).toBeInstanceOf(StreamDeletedError);
  });

  it.each([
    [0n, 1n],
    [4n, 1n],
    ['no_stream', 1n],
  ] as const)('is not closed when the revision is not %s', async (expectedRevision, actualVersion) => {
    const name = await newStream();
    expect(await rejectionOf(client.tombstoneStream(name, { expectedRevision }))).toMatchObject({
      type: 'wrong-expected-version',
      streamName: name,
      actualVersion,
    });
    expect(await collect(client.readStream(name))).toHaveLength(2);
  });
});
