import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventStoreDBClient } from '@eventstore/db-client';
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

async function idsOf(name: string): Promise<(string | undefined)[]> {
  return (await collect(client.readStream(name))).map(({ event }) => event?.id);
}

describe('An append with ids that are stored already', () => {
  it('at the same revision succeeds with the original revision and position, and stores nothing', async () => {
    const name = newName();
    const events = newEvents(3);
    const original = await client.appendToStream(name, events, { expectedRevision: 'no_stream' });
    expect(await client.appendToStream(name, events, { expectedRevision: 'no_stream' })).toEqual(original);
    const more = newEvents(2);
    const second = await client.appendToStream(name, more, { expectedRevision: 2n });
    expect(await client.appendToStream(name, more, { expectedRevision: 2n })).toEqual(second);
    // Also when the stream has moved on since.
    expect(await client.appendToStream(name, events, { expectedRevision: 'no_stream' })).toEqual(original);
    expect(await idsOf(name)).toEqual([...events, ...more].map(({ id }) => id));
  });

  it('is not fooled by upper case', async () => {
    const name = newName();
    const event = newEvent();
    await client.appendToStream(name, event, { expectedRevision: 'no_stream' });
    const repeated = { ...event, id: event.id.toUpperCase() };
    expect(await client.appendToStream(name, repeated, { expectedRevision: 'no_stream' })).toMatchObject({
      nextExpectedRevision: 0n,
    });
  });

  it('in parts of the original batch succeeds where they follow the expected revision', async () => {
    const name = newName();
    const events = newEvents(4);
    await client.appendToStream(name, events, { expectedRevision: 'no_stream' });
    const head = await client.appendToStream(name, events.slice(0, 2), { expectedRevision: 'no_stream' });
    expect(head.nextExpectedRevision).toBe(1n);
    const middle = await client.appendToStream(name, events.slice(1, 3), { expectedRevision: 0n });
    expect(middle.nextExpectedRevision).toBe(2n);
    const tail = await client.appendToStream(name, events.slice(2), { expectedRevision: 1n });
    expect(tail.nextExpectedRevision).toBe(3n);
    expect(await idsOf(name)).toHaveLength(4);
  });

  it.each([
    ['a new event behind them', (events: ReturnType<typeof newEvents>) => [...events, newEvent()]],
    ['a new event before them', (events: ReturnType<typeof newEvents>) => [newEvent(), ...events]],
    ['another order', (events: ReturnType<typeof newEvents>) => events.toReversed()],
    ['one of them only, from another place', (events: ReturnType<typeof newEvents>) => events.slice(1, 2)],
  ])('with %s is refused', async (_, change) => {
    const name = newName();
    const events = newEvents(3);
    await client.appendToStream(name, events, { expectedRevision: 'no_stream' });
    expect(
      await rejectionOf(client.appendToStream(name, change(events), { expectedRevision: 'no_stream' })),
    ).toMatchObject({ type: 'wrong-expected-version', actualVersion: 2n });
    expect(await idsOf(name)).toHaveLength(3);
  });

  it('sent twice at once succeeds twice and is stored once', async () => {
    const name = newName();
    await client.appendToStream(name, newEvent());
    for (let revision = 0n; revision < 20n; revision++) {
      const event = newEvent();
      const results = await Promise.all(
        Array.from({ length: 3 }, () => client.appendToStream(name, event, { expectedRevision: revision })),
      );
      for (const result of results) expect(result).toEqual(results[0]);
    }
    expect(await idsOf(name)).toHaveLength(21);
  });

  it('to another stream is stored there', async () => {
    const [one, other] = [newName(), newName()];
    const event = newEvent();
    await client.appendToStream(one, event, { expectedRevision: 'no_stream' });
    await client.appendToStream(other, event, { expectedRevision: 'no_stream' });
    expect(await idsOf(other)).toEqual([event.id]);
  });

  it('over a call of its own is recognized too', async () => {
    const name = newName();
    const events = newEvents(3);
    const options = {
      expectedRevision: 'no_stream',
      credentials: { username: 'admin', password: 'changeit' },
    } as const;
    const original = await client.appendToStream(name, events, options);
    expect(await client.appendToStream(name, events, options)).toEqual(original);
    expect(await client.appendToStream(name, events, { expectedRevision: 'no_stream' })).toEqual(original);
  });

  it('at once after the first, without a revision, is stored once', async () => {
    const name = newName();
    const events = newEvents(2);
    const original = await client.appendToStream(name, events, { expectedRevision: 'any' });
    expect(await client.appendToStream(name, events, { expectedRevision: 'any' })).toEqual(original);
    expect(await idsOf(name)).toHaveLength(2);
  });
});
