import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { pause } from '#libs/event-streams/deadline.js';
import { RevisionConflict, StoreUnavailable } from '#libs/event-streams/event-streams.errors.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { connectionStringTo, eventually, someEvents, TestEventStore } from '../support/event-store.js';
import { TcpProxy } from '../support/tcp-proxy.js';

let store: TestEventStore;
let proxy: TcpProxy;
let direct: EventStreams;
let proxied: EventStreams;
let stream: string;

beforeAll(async () => {
  store = await TestEventStore.start();
});

afterAll(async () => store.remove());

beforeEach(async () => {
  proxy = await TcpProxy.start(store.port);
  direct = connectEventStreams({ connectionString: store.connectionString });
  proxied = connectEventStreams({ connectionString: connectionStringTo(proxy.port) });
  stream = `fault-${randomUUID()}`;
  await Promise.all(
    [direct, proxied].map(async (streams) =>
      eventually(async () => streams.append(`warm-${randomUUID()}`, 'no-stream', someEvents(1))),
    ),
  );
});

afterEach(async () => {
  await Promise.all([proxied.close(), direct.close()]);
  await proxy.close();
  await store.recover();
});

async function idsIn(streamName: string): Promise<string[]> {
  return (await direct.read(streamName)).events.map(({ id }) => id);
}

async function elapsed(work: () => Promise<unknown>): Promise<{ ms: number; error: unknown }> {
  const startedAt = performance.now();
  const error = await work().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { ms: performance.now() - startedAt, error };
}

describe('F1.3 an append whose answer is lost', () => {
  it('is written once and answered as success', async () => {
    const events = someEvents(2);
    proxy.set('response', { blackholeAfterBytes: 0 });
    const appending = proxied.append(stream, 'no-stream', events);
    await eventually(async () => expect(await idsIn(stream)).toHaveLength(2));
    proxy.heal();
    expect(await appending).toMatchObject({ revision: 1n });
    expect(await idsIn(stream)).toEqual(events.map(({ id }) => id));
  });

  it('is answered as success even when others have written since', async () => {
    const events = someEvents(1);
    proxy.set('response', { blackholeAfterBytes: 0 });
    const appending = proxied.append(stream, 'no-stream', events);
    await eventually(async () => expect(await idsIn(stream)).toHaveLength(1));
    await direct.append(stream, 0n, someEvents(3));
    proxy.heal();
    expect(await appending).toMatchObject({ revision: 0n });
    expect(await idsIn(stream)).toHaveLength(4);
  });
});

describe('F1.3 an append whose request is lost or late', () => {
  it('is written by the next try when the first one disappeared', async () => {
    const events = someEvents(1);
    proxy.set('request', { blackholeAfterBytes: 0 });
    const appending = proxied.append(stream, 'no-stream', events);
    await pause(300);
    expect(await idsIn(stream)).toEqual([]);
    proxy.heal();
    await appending;
    expect(await idsIn(stream)).toEqual([events[0]?.id]);
  });

  it('is written once when the first try lands after the second', async () => {
    const late = await TcpProxy.start(store.port);
    const through = connectEventStreams({ connectionString: connectionStringTo(late.port) });
    await through.ping();
    const events = someEvents(1);
    late.set('request', { hold: true });
    const failed = await elapsed(async () => through.append(stream, 'no-stream', events));
    expect(failed.error).toBeInstanceOf(StoreUnavailable);
    await direct.append(stream, 'no-stream', events);
    late.heal();
    await pause(200);
    expect(await idsIn(stream)).toEqual([events[0]?.id]);
    await through.close();
    await late.close();
  });

  it('loses against what was written meanwhile, and stays lost', async () => {
    const events = someEvents(1);
    const winners = someEvents(1);
    proxy.set('request', { hold: true });
    const appending = proxied.append(stream, 'no-stream', events);
    await direct.append(stream, 'no-stream', winners);
    proxy.heal();
    await expect(appending).rejects.toThrow(RevisionConflict);
    await pause(200);
    expect(await idsIn(stream)).toEqual([winners[0]?.id]);
  });
});

describe('F1.10 a store that does not answer', () => {
  it('is reported within two seconds while it is paused, at once after that, and used again when it is back', async () => {
    store.pause();
    const first = await Promise.all(
      Array.from({ length: 8 }, async (_, n) =>
        elapsed(async () => proxied.append(`${stream}-${n}`, 'no-stream', someEvents(1))),
      ),
    );
    for (const { ms, error } of first) {
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect(ms).toBeLessThan(2_000);
    }
    const next = await elapsed(async () => proxied.append(stream, 'no-stream', someEvents(1)));
    expect(next.error).toBeInstanceOf(StoreUnavailable);
    expect(next.ms).toBeLessThan(700);
    expect((await elapsed(async () => proxied.read(stream))).ms).toBeLessThan(2_000);
    store.resume();
    await eventually(async () => proxied.append(stream, 'no-stream', someEvents(1)));
  });

  it('is not waited for by more calls than a bound', async () => {
    store.pause();
    const calls = Array.from({ length: 1_100 }, async () => elapsed(async () => proxied.read(stream)));
    const errors = (await Promise.all(calls)).map(({ error }) => String(error));
    expect(errors.filter((error) => error.includes('1024 calls are under way already'))).toHaveLength(76);
  });

  it('is reported as unavailable by every call when nobody listens', async () => {
    await store.kill();
    const calls = [
      async () => proxied.append(stream, 'no-stream', someEvents(1)),
      async () => direct.append(stream, 'no-stream', someEvents(1)),
      async () => direct.read(stream),
      async () => direct.head(),
      async () => direct.ping(),
    ];
    for (const { error, ms } of await Promise.all(calls.map(elapsed))) {
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect(ms).toBeLessThan(2_000);
    }
  });

  it('is found again soon after an outage, without the back-off of the connection', async () => {
    await store.kill();
    await elapsed(async () => direct.ping());
    await pause(2_500);
    await elapsed(async () => direct.ping());
    await store.launch();
    const { ms, error } = await elapsed(async () =>
      eventually(async () => direct.append(stream, 'no-stream', someEvents(1))),
    );
    expect(error).toBeUndefined();
    expect(ms).toBeLessThan(1_500);
  });
});

describe('a half-open connection', () => {
  it('is given up within one call', async () => {
    proxy.set('response', { blackholeAfterBytes: 0 });
    setTimeout(() => proxy.heal(), 200);
    // The old connection stays silent for ever; only a new one can answer.
    await expect(proxied.read(stream)).resolves.toMatchObject({ revision: 'no-stream' });
  });
});

describe('a read that is cut off', () => {
  it('is never taken for a complete one', async () => {
    await direct.append(stream, 'no-stream', someEvents(500));
    proxy.set('response', { sliceBytes: 2_000, latencyMs: 5 });
    const reading = proxied.read(stream);
    const observing = proxied.head();
    await pause(60);
    await proxied.close();
    await expect(reading).rejects.toThrow(StoreUnavailable);
    await observing.then(
      (head) => expect(head).toBeDefined(),
      (error) => expect(error).toBeInstanceOf(StoreUnavailable),
    );
  });
});
