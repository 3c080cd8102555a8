import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { pause, withDeadline } from '#libs/event-streams/deadline.js';
import { StoreUnavailable } from '#libs/event-streams/event-streams.errors.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';
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
  direct = connectEventStreams({ connectionString: store.connectionString, timing: patientTiming });
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

describe('one failing connection', () => {
  it('neither loses nor doubles what another one of the process has under way', async () => {
    const names = Array.from({ length: 40 }, (_, n) => `${stream}-${n}`);
    store.pause();
    const appending = names.map(async (name, n) => (n % 2 ? direct : proxied).append(name, 'no-stream', someEvents(1)));
    await pause(100);
    proxy.reset();
    await pause(50);
    store.resume();
    await Promise.all(appending);
    for (const name of names) expect(await idsIn(name)).toHaveLength(1);
  });

  it('does not end the process when a burst of appends waits on it', async () => {
    store.pause();
    const burst = Array.from({ length: 400 }, (_, n) => ({ name: `${stream}-${n}`, events: someEvents(1, 8_000) }));
    const outcomes = burst.map(async ({ name, events }) =>
      elapsed(async () => direct.append(name, 'no-stream', events)),
    );
    await pause(200);
    await store.kill();
    for (const { error } of await Promise.all(outcomes)) expect(error).toBeInstanceOf(StoreUnavailable);
    await store.launch();
    await eventually(async () => direct.ping());
    for (let at = 0; at < burst.length; at += 20)
      await Promise.all(
        burst.slice(at, at + 20).map(async ({ name, events }) => {
          await direct.append(name, 'no-stream', events);
          expect(await idsIn(name)).toEqual(events.map(({ id }) => id));
        }),
      );
  });
});

describe('connections', () => {
  it('do not outlive what they were opened for', async () => {
    for (let n = 0; n < 5; n++) {
      const subscription = proxied.subscribe({ name: 'spec', after: 'start', onBatch: async () => {} });
      await pause(50);
      await subscription.stop();
    }
    await eventually(() => expect(proxy.connections).toBe(1));
  });
});

describe('the process', () => {
  it('survives answers to appends that the failure of another connection has rejected', async () => {
    // In a process of its own: the client throws where only the end of the process can tell.
    const child = runScript(
      `
      const all = process.argv.slice(1).map((connectionString) => connectEventStreams({ connectionString }));
      const append = (streams) => {
        const metadata = { correlationId: 'c', causationId: 'c', actor: 'worker' };
        const event = { id: randomUUID(), type: 'Counted.v1', data: {}, metadata };
        return streams.append('process-' + randomUUID(), 'no-stream', [event]);
      };
      await Promise.all(all.map(append));
      console.log('warm');
      await once(process.stdin, 'data');
      const appending = Promise.all(all.map(append));
      console.log('sent');
      await appending;
      await new Promise((resolve) => setTimeout(resolve, 300));
      process.exit(7);
    `,
      [store.connectionString, connectionStringTo(proxy.port)],
    );
    const exit = once(child, 'exit');
    await once(child.stdout, 'data');
    store.pause();
    child.stdin.write('go');
    await once(child.stdout, 'data');
    await pause(200);
    proxy.reset();
    await pause(20);
    store.resume();
    expect(await exit).toEqual([7, null]);
  });

  it('is not kept alive by a closed connection, whatever state that was in', async () => {
    const child = runScript(
      `
      const streams = connectEventStreams({ connectionString: process.argv[1] });
      await streams.read('absent');
      const subscription = streams.subscribe({ name: 'spec', after: 'start', onBatch: async () => {} });
      const reading = streams.head().catch(() => {});
      await streams.close();
      await subscription.done;
      await reading;
      console.log('closed');
    `,
      [store.connectionString],
    );
    const exit = once(child, 'exit');
    await once(child.stdout, 'data');
    await withDeadline(exit, { ms: 3_000 }).finally(() => child.kill('SIGKILL'));
    expect(await exit).toEqual([0, null]);
  });
});

/** A process of its own, that imports the adapter. */
function runScript(body: string, args: readonly string[]): ChildProcessByStdio<Writable, Readable, null> {
  const script = `
    import { randomUUID } from 'node:crypto';
    import { once } from 'node:events';
    import { importCompiled } from './test/support/compiled.mjs';
    const { connectEventStreams } = await importCompiled('libs/event-streams', 'eventstore-client.js', ['libs/protobuf']);
    ${body}`;
  return spawn(process.execPath, ['--input-type=module', '--eval', script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}
