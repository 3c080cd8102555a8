import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { payoutStream } from '#libs/payouts/payout.codec.js';
import { connectionStringTo } from '#test/support/event-store.js';
import { testPostgresUrl } from '#test/support/postgres.js';
import { TcpProxy } from '#test/support/tcp-proxy.js';
import { openDatabase } from '#libs/read-store/database.js';
import { goodBody, LedgerFacts } from '../testing/ledger-facts.js';
import { eventually, TestApi, TestStores, type Answer } from '../testing/test-api.js';

let stores: TestStores;
let proxy: TcpProxy;
let api: TestApi;

beforeAll(async () => {
  stores = await TestStores.start();
  proxy = await TcpProxy.start(stores.events.port);
  api = await TestApi.start(connectionStringTo(proxy.port), stores.postgres.database);
  await new LedgerFacts(api.streams).registerWallet('wal_acme', 'acme');
});
afterEach(() => {
  stores.events.resume();
  proxy.heal();
});
afterAll(async () => {
  await api.stop();
  await proxy.close();
  await stores.remove();
});

const unavailable = { status: 503, headers: { 'retry-after': '2' }, body: { error: { code: 'service_unavailable' } } };

async function timed(ask: Promise<Answer>): Promise<{ answer: Answer; ms: number }> {
  const begun = performance.now();
  return { answer: await ask, ms: performance.now() - begun };
}

async function untilDone(key: string): Promise<Answer> {
  return eventually(
    () => api.post(goodBody, { 'idempotency-key': key }),
    ({ status }) => status === 201,
  );
}

async function requestsOf(answer: Answer): Promise<number> {
  return (await api.streams.read(payoutStream(String(answer.body['id'])))).events.length;
}

describe('F1.10 an event store that does not answer', () => {
  it('is answered with 503 within seconds, and the same key goes through once it is back', async () => {
    stores.events.pause();
    const { answer, ms } = await timed(api.post(goodBody, { 'idempotency-key': 'paused' }));
    expect(answer).toMatchObject(unavailable);
    expect(ms).toBeLessThan(4_000);
    stores.events.resume();
    const done = await untilDone('paused');
    expect(await requestsOf(done)).toBe(1);
  });

  it('F1.3 an append whose outcome is unknown is one payout in the end', async () => {
    const warm = await api.post(goodBody, { 'idempotency-key': 'warm' });
    expect(warm.status).toBe(201);
    // Requests land, answers do not.
    proxy.set('response', { blackholeAfterBytes: 0 });
    expect(await api.post(goodBody, { 'idempotency-key': 'unknown' })).toMatchObject(unavailable);
    proxy.heal();
    proxy.reset();
    expect(await requestsOf(await untilDone('unknown'))).toBe(1);
  });

  it('F1.2 an answer that was lost is given again', async () => {
    const first = await untilDone('lost');
    proxy.reset();
    const again = await untilDone('lost');
    expect(again).toMatchObject({ body: first.body, headers: { 'idempotent-replayed': 'true' } });
  });
});

describe('F1.9 Postgres that does not answer', () => {
  it('keeps nobody from requesting and reading a withdrawal', async () => {
    const database = openDatabase({ url: testPostgresUrl().replace(/:\d+\//, ':1/') });
    const without = await TestApi.start(stores.events.connectionString, database);
    const { status, body } = await without.post(goodBody);
    expect(status).toBe(201);
    expect(await without.get(`/v1/withdrawals/${String(body['id'])}`)).toMatchObject({ status: 200, body });
    for (const url of ['/v1/withdrawals', '/v1/balances', '/v1/references/x'])
      expect(await without.get(url)).toMatchObject(unavailable);
    await without.stop();
    await database.close();
  });
});
