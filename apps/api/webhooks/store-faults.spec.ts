import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, type Database } from '#libs/read-store/database.js';
import { inboxStreamPrefix } from '#libs/webhooks-in/webhook-id.js';
import { connectionStringTo, TestEventStore } from '#test/support/event-store.js';
import { TcpProxy } from '#test/support/tcp-proxy.js';
import { eventually, TestApi, webhookSecrets, type Answer } from '../testing/test-api.js';

let store: TestEventStore;
let proxy: TcpProxy;
let database: Database;
let api: TestApi;

beforeAll(async () => {
  store = await TestEventStore.start();
  proxy = await TcpProxy.start(store.port);
  database = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' });
  api = await TestApi.start(connectionStringTo(proxy.port), database);
});
afterEach(() => {
  store.resume();
  proxy.heal();
});
afterAll(async () => {
  await api.stop();
  await proxy.close();
  await database.close();
  await store.remove();
});

function send(n: number): Promise<Answer> {
  return api.ask(`/v1/inbound/inabit/${webhookSecrets.path}`, { method: 'POST', payload: `{"n":${n}}` });
}

async function storedNumbers(): Promise<Set<number>> {
  const numbers = new Set<number>();
  for await (const { data } of api.streams.readAll('start', { streamPrefixes: [inboxStreamPrefix] })) {
    const { n }: { n: number } = JSON.parse((data as { body: { text: string } }).body.text);
    numbers.add(n);
  }
  return numbers;
}

const unavailable = { status: 503, body: { error: { code: 'service_unavailable' } } };

describe('F5.5 DW-20 an event store that does not answer', () => {
  it('is answered with 503 well within the five seconds that the provider waits, and then with 200', async () => {
    expect(await send(0)).toMatchObject({ status: 200 });
    store.pause();
    const begun = performance.now();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => send(n + 1)));
    expect(performance.now() - begun).toBeLessThan(5_000);
    for (const answer of answers) expect(answer).toMatchObject(unavailable);
    store.resume();
    // The provider sends it again.
    const again = await eventually(
      () => send(1),
      ({ status }) => status === 200,
    );
    expect(again.status).toBe(200);
    expect(await storedNumbers()).toContain(1);
  });

  it('loses nothing that was answered with 200, whatever happens to the connection', async () => {
    const accepted: number[] = [];
    const one = async (n: number): Promise<void> => {
      if ((await send(n)).status === 200) accepted.push(n);
    };
    for (let round = 0; round < 8; round++) {
      if (round === 3) proxy.set('response', { blackholeAfterBytes: 0 });
      if (round === 5) proxy.heal();
      if (round === 6) proxy.reset();
      await Promise.all(Array.from({ length: 25 }, (_, n) => one(1_000 * (round + 1) + n)));
    }
    await eventually(
      () => send(99_999),
      ({ status }) => status === 200,
    );
    expect(accepted.length).toBeGreaterThan(50);
    const kept = await storedNumbers();
    expect(accepted.filter((n) => !kept.has(n))).toEqual([]);
  });
});

describe('InboxWriter', () => {
  it('has stored what it took when the process ends', async () => {
    const own = await TestApi.start(store.connectionString, database);
    const url = `/v1/inbound/inabit/${webhookSecrets.path}`;
    const sent = Array.from({ length: 200 }, (_, n) => own.ask(url, { method: 'POST', payload: `{"n":${n + 5e5}}` }));
    const [answers] = await Promise.all([Promise.all(sent), own.app.close()]);
    const kept = await storedNumbers();
    const lost = answers.filter(({ status }, n) => status === 200 && !kept.has(n + 5e5));
    expect(lost).toEqual([]);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    await own.streams.close();
  });
});
