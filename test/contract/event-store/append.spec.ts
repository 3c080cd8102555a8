import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  StreamDeletedError,
  WrongExpectedVersionError,
  type AppendExpectedRevision,
  type AppendResult,
  type AppendToStreamOptions,
  type EventStoreDBClient,
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

/** How to bring a new stream into each state. */
const states = {
  missing: () => Promise.resolve(),
  'with metadata only': async (name: string) => {
    await client.setStreamMetadata(name, { maxCount: 10 });
  },
  'with two events': async (name: string) => {
    await client.appendToStream(name, newEvents(2), { expectedRevision: 'no_stream' });
  },
  'soft-deleted after two events': async (name: string) => {
    await client.appendToStream(name, newEvents(2));
    await client.deleteStream(name);
  },
  'tombstoned after two events': async (name: string) => {
    await client.appendToStream(name, newEvents(2));
    await client.tombstoneStream(name);
  },
} as const;

type State = keyof typeof states;
type Outcome = bigint | 'deleted' | { readonly actual: bigint | 'no_stream' };

/** The revision that one new event gets, or why it is refused. */
const outcomes: Record<State, readonly (readonly [AppendExpectedRevision, Outcome])[]> = {
  missing: [
    ['any', 0n],
    ['no_stream', 0n],
    ['stream_exists', { actual: 'no_stream' }],
    [0n, { actual: 'no_stream' }],
    [7n, { actual: 'no_stream' }],
  ],
  'with metadata only': [
    ['any', 0n],
    ['no_stream', 0n],
    ['stream_exists', 0n],
    [0n, { actual: 'no_stream' }],
  ],
  'with two events': [
    ['any', 2n],
    ['no_stream', { actual: 1n }],
    ['stream_exists', 2n],
    [0n, { actual: 1n }],
    [1n, 2n],
    [2n, { actual: 1n }],
    [7n, { actual: 1n }],
  ],
  'soft-deleted after two events': [
    ['any', 2n],
    ['no_stream', 2n],
    ['stream_exists', 'deleted'],
    [0n, { actual: 1n }],
    [1n, 2n],
    [2n, { actual: 1n }],
  ],
  'tombstoned after two events': [
    ['any', 'deleted'],
    ['no_stream', 'deleted'],
    ['stream_exists', 'deleted'],
    [0n, 'deleted'],
    [1n, 'deleted'],
    [7n, 'deleted'],
  ],
};

const cases = Object.entries(outcomes).flatMap(([state, rows]) =>
  rows.map(([expected, outcome]) => ({ state: state as State, expected, outcome })),
);

/** With credentials of its own an append takes another method of the protocol. */
const ways: readonly { readonly way: string; readonly options: AppendToStreamOptions }[] = [
  { way: 'the shared append stream', options: {} },
  { way: 'a call of its own', options: { credentials: { username: 'admin', password: 'changeit' } } },
];

describe.each(ways)('An append over $way', ({ options }) => {
  it.each(cases)('to a stream $state, expected $expected: $outcome', async ({ state, expected, outcome }) => {
    const name = newName();
    await states[state](name);
    const append = client.appendToStream(name, newEvent(), { ...options, expectedRevision: expected });
    if (typeof outcome === 'bigint') {
      expect(await append).toMatchObject({ success: true, nextExpectedRevision: outcome });
      return;
    }
    const error = await rejectionOf(append);
    if (outcome === 'deleted') {
      expect(error).toBeInstanceOf(StreamDeletedError);
      expect(error).toMatchObject({ type: 'stream-deleted', streamName: name });
    } else {
      expect(error).toBeInstanceOf(WrongExpectedVersionError);
      expect(error).toMatchObject({
        type: 'wrong-expected-version',
        streamName: name,
        expectedVersion: expected,
        actualVersion: outcome.actual,
      });
    }
  });

  it('stores several events in order and answers with the last one', async () => {
    const name = newName();
    const events = newEvents(5);
    const result = await client.appendToStream(name, events, { ...options, expectedRevision: 'no_stream' });
    const read = await collect(client.readStream(name));
    expect(read.map(({ event }) => event?.id)).toEqual(events.map(({ id }) => id));
    expect(read.map(({ event }) => event?.revision)).toEqual([0n, 1n, 2n, 3n, 4n]);
    expect(result.nextExpectedRevision).toBe(4n);
    expect(result.position).toEqual(read.at(-1)?.event?.position);
  });

  it('stores nothing when it is refused', async () => {
    const name = newName();
    await client.appendToStream(name, newEvent());
    await rejectionOf(client.appendToStream(name, newEvents(3), { ...options, expectedRevision: 'no_stream' }));
    expect(await collect(client.readStream(name))).toHaveLength(1);
  });

  it('of no events checks the revision and stores nothing', async () => {
    const name = newName();
    expect(await client.appendToStream(name, [], { ...options, expectedRevision: 'no_stream' })).toMatchObject({
      success: true,
    });
    expect(await rejectionOf(collect(client.readStream(name)))).toMatchObject({ type: 'stream-not-found' });
    expect(await rejectionOf(client.appendToStream(name, [], { ...options, expectedRevision: 3n }))).toMatchObject({
      type: 'wrong-expected-version',
    });
  });

  it('keeps a soft-deleted stream going at the next revision', async () => {
    const name = newName();
    await states['soft-deleted after two events'](name);
    await client.appendToStream(name, newEvents(2), { ...options, expectedRevision: 1n });
    const read = await collect(client.readStream(name));
    expect(read.map(({ event }) => event?.revision)).toEqual([2n, 3n]);
    expect(
      await rejectionOf(client.appendToStream(name, newEvent(), { ...options, expectedRevision: 'no_stream' })),
    ).toMatchObject({ type: 'wrong-expected-version', actualVersion: 3n });
  });
});

describe('Concurrent appends', () => {
  it('to one revision: one wins, the others learn the revision', async () => {
    const name = newName();
    await client.appendToStream(name, newEvent());
    const attempts = Array.from({ length: 20 }, () =>
      client.appendToStream(name, newEvent(), { expectedRevision: 0n }),
    );
    const results = await Promise.allSettled(attempts);
    const won = results.filter((result) => result.status === 'fulfilled');
    const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(won.map(({ value }) => value.nextExpectedRevision)).toEqual([1n]);
    expect(lost).toHaveLength(19);
    for (const error of lost) expect(error).toMatchObject({ type: 'wrong-expected-version', actualVersion: 1n });
    expect(await collect(client.readStream(name))).toHaveLength(2);
  });

  it('to one stream without a revision all succeed, each at its own', async () => {
    const name = newName();
    const results = await Promise.all(Array.from({ length: 100 }, () => client.appendToStream(name, newEvents(2))));
    const revisions = results.map(({ nextExpectedRevision }) => Number(nextExpectedRevision)).sort((a, b) => a - b);
    expect(revisions).toEqual(Array.from({ length: 100 }, (_, at) => at * 2 + 1));
    const read = await collect(client.readStream(name));
    expect(read.map(({ event }) => Number(event?.revision))).toEqual(Array.from({ length: 200 }, (_, at) => at));
    // The two events of an append stay together.
    expect(read.map(({ event }) => event?.data)).toEqual(Array.from({ length: 200 }, (_, at) => ({ n: at % 2 })));
  });

  it('to many streams: each sees its own writes at once, and positions grow with every answer', async () => {
    const names = Array.from({ length: 20 }, () => newName());
    const results: AppendResult[] = [];
    await Promise.all(
      names.map(async (name) => {
        for (let n = 0; n < 10; n++) {
          const expectedRevision = n === 0 ? 'no_stream' : BigInt(n - 1);
          const result = await client.appendToStream(name, newEvent(), { expectedRevision });
          results.push(result);
          const [last] = await collect(
            client.readStream(name, { direction: 'backwards', fromRevision: 'end', maxCount: 1 }),
          );
          expect(last?.event?.revision).toBe(result.nextExpectedRevision);
          expect(last?.event?.position).toEqual(result.position);
        }
      }),
    );
    const commits = results.map(({ position }) => position?.commit);
    expect(new Set(commits).size).toBe(200);
    expect(commits).toEqual(commits.toSorted((a, b) => Number((a ?? 0n) - (b ?? 0n))));
  });
});
