import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { connectionStringTo } from '#test/support/event-store.js';
import { TcpProxy } from '#test/support/tcp-proxy.js';
import { goodBody, LedgerFacts } from '../testing/ledger-facts.js';
import { authorization, TestApi, TestStores } from '../testing/test-api.js';

let stores: TestStores;
let proxy: TcpProxy;
let api: TestApi;
const agent = new Agent({ keepAlive: true });

beforeAll(async () => {
  stores = await TestStores.start();
  proxy = await TcpProxy.start(stores.events.port);
  api = await TestApi.start(connectionStringTo(proxy.port), stores.postgres.database);
  await new LedgerFacts(api.streams).registerWallet('wal_acme', 'acme');
});
afterAll(async () => {
  agent.destroy();
  await api.stop();
  await proxy.close();
  await stores.remove();
});

function postTo(url: string, key: string): Promise<{ status: number | undefined; body: string; connection: unknown }> {
  const headers = { ...authorization('acme'), 'content-type': 'application/json', 'idempotency-key': key };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/v1/withdrawals`, { method: 'POST', agent, headers }, (response) => {
      const { statusCode: status, headers: answered } = response;
      text(response).then((body) => resolve({ status, body, connection: answered.connection }), reject);
    });
    sent.on('error', reject).end(JSON.stringify(goodBody));
  });
}

/** Resolves when the API has received this many requests. */
function requestsTo({ app }: TestApi, count: number): Promise<void> {
  return new Promise((resolve) => {
    let received = 0;
    app.getHttpServer().on('request', () => {
      if (++received === count) resolve();
    });
  });
}

describe('S-23 a process that is told to stop', () => {
  it('finishes the requests it has, and then no kept-alive connection holds it up', async () => {
    await api.app.listen(0, '127.0.0.1');
    const url = await api.app.getUrl();
    expect(await postTo(url, 'before')).toMatchObject({ status: 201 });
    proxy.set('response', { latencyMs: 300 });
    const all = requestsTo(api, 3);
    const inFlight = [1, 2, 3].map((n) => postTo(url, `in-flight-${n}`));
    await all;
    const begun = performance.now();
    const [answers] = await Promise.all([Promise.all(inFlight), api.app.close()]);
    expect(answers).toMatchObject([1, 2, 3].map(() => ({ status: 201, connection: 'close' })));
    expect(performance.now() - begun).toBeLessThan(4_000);
    await expect(postTo(url, 'after')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
