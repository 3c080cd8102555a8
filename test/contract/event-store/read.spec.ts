import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  binaryEvent,
  jsonEvent,
  StreamNotFoundError,
  type EventStoreDBClient,
  type Position,
  type ReadStreamOptions,
} from '@eventstore/db-client';
import {
  collect,
  newEvents,
  newName,
  openStoreUnderTest,
  range,
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

describe('Reading a stream', () => {
  let name: string;
  beforeAll(async () => {
    name = newName();
    for (let batch = 0; batch < 3; batch++) await client.appendToStream(name, newEvents(400));
  });
  const revisions = async (options: ReadStreamOptions): Promise<number[]> =>
    (await collect(client.readStream(name, options))).map(({ event }) => Number(event?.revision));

  it.each<{ options: ReadStreamOptions; from: number; to: number }>([
    { options: {}, from: 0, to: 1_199 },
    { options: { fromRevision: 'start', maxCount: 2 }, from: 0, to: 1 },
    { options: { fromRevision: 700n }, from: 700, to: 1_199 },
    { options: { fromRevision: 700n, maxCount: 300 }, from: 700, to: 999 },
    { options: { fromRevision: 1_199n, maxCount: 10 }, from: 1_199, to: 1_199 },
    { options: { fromRevision: 1_200n }, from: 0, to: -1 },
    { options: { fromRevision: 'end' }, from: 0, to: -1 },
  ])('forwards $options: $from to $to', async ({ options, from, to }) => {
    expect(await revisions(options)).toEqual(range(from, to));
  });

  it.each<{ options: ReadStreamOptions; from: number; to: number }>([
    { options: { fromRevision: 'end' }, from: 0, to: 1_199 },
    { options: { fromRevision: 'end', maxCount: 1 }, from: 1_199, to: 1_199 },
    { options: { fromRevision: 'end', maxCount: 600 }, from: 600, to: 1_199 },
    { options: { fromRevision: 700n }, from: 0, to: 700 },
    { options: { fromRevision: 700n, maxCount: 300 }, from: 401, to: 700 },
    { options: { fromRevision: 5_000n, maxCount: 2 }, from: 1_198, to: 1_199 },
    { options: { fromRevision: 'start' }, from: 0, to: 0 },
  ])('backwards $options: $to to $from', async ({ options, from, to }) => {
    expect(await revisions({ ...options, direction: 'backwards' })).toEqual(range(from, to).toReversed());
  });

  it('that does not exist fails, in both directions', async () => {
    const missing = newName();
    for (const direction of ['forwards', 'backwards'] as const) {
      const error = await rejectionOf(collect(client.readStream(missing, { direction, fromRevision: 'start' })));
      expect(error).toBeInstanceOf(StreamNotFoundError);
      expect(error).toMatchObject({ type: 'stream-not-found', streamName: missing });
    }
  });

  it('can be given up half way', async () => {
    for (let attempt = 0; attempt < 20; attempt++)
      for await (const { event } of client.readStream(name)) if (event?.revision === 3n) break;
    expect(await revisions({ maxCount: 1 })).toEqual([0]);
  });

  it('while it grows ends where it ended at the start', async () => {
    const growing = newName();
    await client.appendToStream(growing, newEvents(50));
    const read = collect(client.readStream(growing));
    const grown = client.appendToStream(growing, newEvents(50));
    expect([50, 100]).toContain((await read).length);
    await grown;
  });
});

describe('An event that was stored', () => {
  it('comes back as it was', async () => {
    const name = newName('Überweisung-日本-🎉');
    const before = Date.now();
    const json = jsonEvent({ type: 'Größe.v1', data: { text: 'ß€😀', amount: '0.1' }, metadata: { who: 'ü' } });
    const binary = binaryEvent({ type: 'Raw', data: Uint8Array.of(0, 1, 255), metadata: Uint8Array.of(200, 1) });
    const bare = jsonEvent({ type: 'Bare', data: [] });
    const empty = binaryEvent({ type: 'Empty', data: new Uint8Array() });
    const { position } = await client.appendToStream(name, [json, binary, bare, empty]);
    const read = await collect(client.readStream(name));
    const [first, second, third, fourth] = read.map(({ event }) => event);
    expect(first).toMatchObject({ streamId: name, id: json.id, type: json.type, isJson: true, revision: 0n });
    expect(first).toMatchObject({ data: json.data, metadata: json.metadata });
    expect(second).toMatchObject({ id: binary.id, isJson: false });
    expect(Buffer.from(second?.data as Uint8Array)).toEqual(Buffer.from(binary.data));
    expect(Buffer.from(second?.metadata as Uint8Array)).toEqual(Buffer.from([200, 1]));
    expect(third).toMatchObject({ data: [], metadata: undefined });
    expect(Buffer.from(fourth?.data as Uint8Array)).toHaveLength(0);
    expect(fourth?.position).toEqual(position);
    // A clock of another machine may differ a little.
    expect(Math.abs((first?.created.getTime() ?? 0) - before)).toBeLessThan(60_000);
  });

  it('keeps its UUID, upper case or lower case', async () => {
    const name = newName();
    const id = '0A1B2C3D-0000-4000-8000-00000000ABCD';
    await client.appendToStream(name, { ...jsonEvent({ type: 'T', data: {} }), id });
    const [read] = await collect(client.readStream(name));
    expect(read?.event?.id).toBe(id.toLowerCase());
  });
});

describe('Reading the log as a whole', () => {
  let name: string;
  const positions: Position[] = [];
  beforeAll(async () => {
    name = newName();
    for (let n = 0; n < 600; n += 100) {
      await client.appendToStream(name, newEvents(100));
      await client.appendToStream(newName(), newEvents(20));
    }
    for (const { event } of await collect(client.readStream(name))) if (event?.position) positions.push(event.position);
  });
  const at = (n: number): Position => positions[n] ?? { commit: -1n, prepare: -1n };
  const own = async (options: Parameters<EventStoreDBClient['readAll']>[0]): Promise<number[]> =>
    (await collect(client.readAll(options))).flatMap(({ event }) =>
      event?.streamId === name ? [Number(event.revision)] : [],
    );

  it('forwards starts with the event at the position', async () => {
    expect(await own({ fromPosition: at(0) })).toEqual(range(0, 599));
    expect(await own({ fromPosition: at(50), maxCount: 50 })).toEqual(range(50, 99));
    expect(await own({ fromPosition: at(150), maxCount: 1 })).toEqual([150]);
    expect(await own({ fromPosition: 'end' })).toEqual([]);
  });

  it('backwards starts with the event before the position', async () => {
    expect(await own({ direction: 'backwards', fromPosition: at(50), maxCount: 30 })).toEqual(
      range(20, 49).toReversed(),
    );
    expect(await own({ direction: 'backwards', fromPosition: at(1), maxCount: 1 })).toEqual([0]);
    expect(await own({ direction: 'backwards', fromPosition: 'end' })).toEqual(range(0, 599).toReversed());
    expect(await own({ direction: 'backwards', fromPosition: 'start' })).toEqual([]);
  });

  it('goes strictly up or down', async () => {
    const commits = (await collect(client.readAll())).map(({ event }) => event?.position?.commit ?? -1n);
    const back = (await collect(client.readAll({ direction: 'backwards', fromPosition: 'end' }))).map(
      ({ event }) => event?.position?.commit ?? -1n,
    );
    expect(commits.every((commit, n) => n === 0 || commit >= (commits[n - 1] ?? 0n))).toBe(true);
    expect(back.slice(-commits.length)).toEqual(commits.toReversed().slice(-back.length));
  });

  it('holds each append together', async () => {
    const read = await collect(client.readAll({ fromPosition: at(100), maxCount: 100 }));
    expect(read.map(({ event }) => event?.streamId)).toEqual(Array.from({ length: 100 }, () => name));
  });
});
