import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { fastify } from 'fastify';
import { goodBody, LedgerFacts } from '../testing/ledger-facts.js';
import { apiKeys, eventually, TestApi, TestStores } from '../testing/test-api.js';
import type { ApiProblem } from '../problems/api-problem.js';
import { ApiKeys } from './api-keys.js';
import { controlAccess } from './route-access.js';

let stores: TestStores;
let api: TestApi;

beforeAll(async () => {
  stores = await TestStores.start();
  await stores.startProjections();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  await new LedgerFacts(api.streams).registerWallet('wal_acme', 'acme');
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

type Method = 'GET' | 'POST';

async function documentedRoutes(): Promise<{ method: Method; url: string }[]> {
  const { body } = await api.ask('/openapi.json');
  return Object.entries(body['paths'] as Record<string, object>).flatMap(([url, operations]) =>
    Object.keys(operations).map((method) => ({ method: method.toUpperCase() as Method, url })),
  );
}

describe('S-08 every route says who may call it', () => {
  const server = () => {
    const instance = fastify();
    controlAccess(instance, new ApiKeys([], 'test'));
    return instance;
  };

  it('or the start fails', () => {
    expect(() => server().get('/forgotten', () => 'all your money')).toThrow(
      'GET /forgotten does not say who may call it',
    );
  });

  it('and a path that only looks like documentation is none', () => {
    expect(() => server().get('/docs/errors', () => '')).toThrow('does not say');
    expect(() => server().get('/docsx', () => '')).toThrow('does not say');
    expect(() => server().get('/openapi.json/x', () => '')).toThrow('does not say');
  });

  it('and what is the platform’s own answers no tenant', async () => {
    const instance = fastify();
    const key = (keyId: string, text: string) => {
      return { keyId, operatorId: keyId, sha256: createHash('sha256').update(text).digest('hex') };
    };
    const tenant = { ...key('k1', apiKeys.acme), role: 'tenant' } as const;
    const platform = { ...key('k3', apiKeys.platform), role: 'platform' } as const;
    controlAccess(instance, new ApiKeys([tenant, platform], 'test'));
    instance.setErrorHandler((error, _, reply) => reply.code(403).send({ code: (error as ApiProblem).code }));
    instance.get('/own', { config: { access: 'platform' } }, () => 'welcome');
    const asked = (text: string) => instance.inject({ url: '/own', headers: { authorization: `Bearer ${text}` } });
    expect((await asked(apiKeys.acme)).json()).toEqual({ code: 'forbidden_for_tenant' });
    expect((await asked(apiKeys.platform)).body).toBe('welcome');
    await instance.close();
  });

  it('and none but these answer without a key', async () => {
    const open: string[] = [];
    for (const { method, url } of await documentedRoutes()) {
      const { status } = await api.ask(url, { method });
      if (status !== 401) open.push(`${method} ${url}`);
    }
    expect(open.toSorted()).toEqual(['GET /health/live', 'GET /health/ready']);
  });
});

describe('API-10 without a valid key', () => {
  const refused = {
    status: 401,
    body: { error: { code: 'authentication_failed' } },
    headers: { 'www-authenticate': 'Bearer' },
  };

  it.each([
    ['no key', {}],
    ['a forged secret', { authorization: `${`Bearer ${apiKeys.acme}`.slice(0, -1)}x` }],
    ['an unknown id', { authorization: `Bearer ${apiKeys.acme.replace('k1', 'k9')}` }],
    ['a live key in the test environment', { authorization: `Bearer ${apiKeys.acme.replace('test', 'live')}` }],
    ['basic credentials', { authorization: `Basic ${Buffer.from(apiKeys.acme).toString('base64')}` }],
    ['the key elsewhere', { 'x-api-key': apiKeys.acme }],
  ])('%s', async (_, headers) => {
    expect(await api.ask('/v1/balances', { headers })).toMatchObject(refused);
  });

  it('nothing else is looked at: the body is not even read', async () => {
    const headers = { 'content-type': 'application/json' };
    const payload = '{"not json'.repeat(20_000);
    expect(await api.ask('/v1/withdrawals', { method: 'POST', headers, payload })).toMatchObject(refused);
  });

  it('S-09 a tenant named by the request counts for nothing', async () => {
    const headers = { authorization: `Bearer ${apiKeys.other}`, 'x-tenant-id': 'acme', 'x-operator-id': 'acme' };
    const answer = await api.post({ ...goodBody }, headers);
    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'resource_not_found' } } });
  });
});

describe('S-01 S-37 keys', () => {
  it('stand in no log line, no event and no table', async () => {
    const { body } = await api.post(goodBody);
    await api.get('/v1/balances');
    await api.ask('/v1/balances', { headers: { authorization: `Bearer ${apiKeys.other}x` } });
    await eventually(
      () => api.get('/v1/withdrawals'),
      (answer) => (answer.body['data'] as []).length > 0,
    );
    const events = await api.streams.read(`payout-${String(body['id'])}`);
    const written = JSON.stringify([
      api.logLines,
      events.events.map(({ data, metadata }) => [data, metadata]),
      await tables(),
    ]);
    for (const secret of ['canary', Buffer.from(apiKeys.acme).toString('base64').slice(8, 40)])
      expect(written).not.toContain(secret);
    expect(written).toContain('wal_acme');
  });

  it('a request is logged by its route, without what it asked for', async () => {
    await api.get('/v1/references/somebody%40example.com?x=somebody%40example.com');
    const line = api.logLines.findLast((each) => each.includes('"event":"request"')) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      route: '/v1/references/:reference',
      httpStatus: 200,
      keyId: 'k1',
      operatorId: 'acme',
    });
    expect(api.logLines.join('')).not.toContain('example.com');
  });
});

async function tables(): Promise<unknown> {
  const { database } = stores.postgres;
  const names = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema')`.execute(database);
  return Promise.all(
    names.rows.map(async ({ name }) => (await sql`select * from ${sql.raw(name)}`.execute(database)).rows),
  );
}
