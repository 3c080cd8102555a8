import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  jsonEvent,
  MaxAppendSizeExceededError,
  type EventStoreDBClient,
  type JSONEventData,
} from '@eventstore/db-client';
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

const kibibyte = 1 << 10;
const appendMax = 1 << 20;
const sized = (bytes: number): JSONEventData => newEvent('Sized.v1', 'x'.repeat(bytes - 2));
const ownCall = { credentials: { username: 'admin', password: 'changeit' } };

describe('The size of an append', () => {
  it.each([
    ['the shared append stream', {}],
    ['a call of its own', ownCall],
  ])('is limited over %s', async (_, options) => {
    const name = newName();
    const error = await rejectionOf(client.appendToStream(name, sized(appendMax + 1), options));
    expect(error).toBeInstanceOf(MaxAppendSizeExceededError);
    expect(error).toMatchObject({ type: 'maximum-append-size-exceeded', maxAppendSize: appendMax });
    const many = Array.from({ length: 11 }, () => sized(100 * kibibyte));
    expect(await rejectionOf(client.appendToStream(name, many, options))).toBeInstanceOf(MaxAppendSizeExceededError);
    // Nothing of it is stored, and the connection goes on.
    await client.appendToStream(name, newEvent(), { ...options, expectedRevision: 'no_stream' });
    expect(await collect(client.readStream(name))).toHaveLength(1);
  });

  it('may be just below the limit', async () => {
    const name = newName();
    const events = [sized(appendMax - kibibyte), ...Array.from({ length: 9 }, () => sized(100 * kibibyte))];
    for (const event of events) await client.appendToStream(name, event);
    await client.appendToStream(
      name,
      Array.from({ length: 10 }, () => sized(100 * kibibyte)),
    );
    const read = await collect(client.readStream(name));
    expect(read.map(({ event }) => JSON.stringify(event?.data).length)).toEqual([
      appendMax - kibibyte,
      ...Array.from({ length: 19 }, () => 100 * kibibyte),
    ]);
  });

  it('may take several messages, and is stored as a whole', async () => {
    const name = newName();
    const events = newEvents(500);
    const appends = [
      client.appendToStream(name, events, { batchAppendSize: 5 * kibibyte }),
      ...Array.from({ length: 20 }, () => client.appendToStream(name, newEvent('Between.v1'))),
    ];
    await Promise.all(appends);
    const types = (await collect(client.readStream(name))).map(({ event }) => event?.type);
    const first = types.indexOf('Tested.v1');
    expect(types.slice(first, first + 500)).toEqual(Array.from({ length: 500 }, () => 'Tested.v1'));
    expect(types).toHaveLength(520);
  });
});

describe('An append', () => {
  it('whose deadline has passed is not stored', async () => {
    const name = newName();
    await client.appendToStream(name, newEvent());
    expect(await rejectionOf(client.appendToStream(name, newEvent(), { deadline: -60_000 }))).toMatchObject({
      type: 'deadline-exceeded',
    });
    expect(await collect(client.readStream(name))).toHaveLength(1);
  });

  it('that comes too late is late, even when it is too large besides', async () => {
    const tooLarge = Array.from({ length: 11 }, () => sized(100 * kibibyte));
    const options = { deadline: -60_000, batchAppendSize: 300 * kibibyte };
    expect(await rejectionOf(client.appendToStream(newName(), tooLarge, options))).toMatchObject({
      type: 'deadline-exceeded',
    });
  });

  it('to a stream without a name is refused, and disturbs no other', async () => {
    const name = newName();
    const appends = [client.appendToStream('', newEvent()), client.appendToStream(name, newEvent())];
    const [nameless, named] = await Promise.allSettled(appends);
    expect(nameless?.status).toBe('rejected');
    expect(named).toMatchObject({ status: 'fulfilled', value: { nextExpectedRevision: 0n } });
  });

  it('without a type is refused', async () => {
    const nameless = jsonEvent({ type: '', data: {} });
    expect(await rejectionOf(client.appendToStream(newName(), nameless, ownCall))).toMatchObject({
      type: 'missing-required-metadata-property',
      requiredMetadataProperties: ['type', 'content-type'],
    });
    expect(await rejectionOf(client.appendToStream(newName(), nameless))).toBeInstanceOf(Error);
  });
});
