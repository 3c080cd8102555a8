import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { payoutStream } from '#libs/payouts/payout.codec.js';
import { goodBody, LedgerFacts } from '../testing/ledger-facts.js';
import { eventually, TestApi, TestStores, type Answer } from '../testing/test-api.js';
import { payoutIdOf } from '../idempotency/idempotency.js';
import { problemCodes, problemGuides, problemStatus } from './problem.codes.js';

let stores: TestStores;
let api: TestApi;
let facts: LedgerFacts;

beforeAll(async () => {
  stores = await TestStores.start();
  await stores.startProjections();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  facts = new LedgerFacts(api.streams);
  await facts.registerWallet('wal_acme', 'acme');
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

describe('API-08 every error', () => {
  const wrong: readonly (readonly [string, () => Promise<Answer>, number, string])[] = [
    ['no key', async () => api.ask('/v1/balances'), 401, 'authentication_failed'],
    ['a bad body', async () => api.post('{'), 400, 'invalid_request'],
    ['a bad query', async () => api.get('/v1/balances?x=1'), 400, 'invalid_request'],
    ['a bad URL', async () => api.get('/v1/references/%zz'), 400, 'invalid_request'],
    ['a bad type', async () => api.post('x', { 'content-type': 'text/plain' }), 415, 'unsupported_media_type'],
    ['a large body', async () => api.post('x'.repeat(70_000)), 413, 'payload_too_large'],
    ['an unknown path', async () => api.get('/v1/nothing'), 404, 'resource_not_found'],
    ['an unknown page', async () => api.get('/docs/nothing'), 404, 'resource_not_found'],
    ['a page outside', async () => api.get('/docs/%2e%2e/package.json'), 404, 'resource_not_found'],
    ['an unknown resource', async () => api.get('/v1/withdrawals/x'), 404, 'resource_not_found'],
    ['another method', async () => api.ask('/v1/withdrawals', { method: 'DELETE' }), 405, 'method_not_allowed'],
    ['an unknown asset', async () => api.post({ ...goodBody, asset: 'X@tron' }), 422, 'unknown_asset'],
  ];

  it.each(wrong)('has its shape: %s', async (_, ask, status, code) => {
    const answer = await ask();
    const requestId = answer.headers['x-request-id'];
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.body).toEqual({
      error: {
        code,
        message: expect.stringMatching(/^[A-Z].*\.$/),
        http_status: status,
        docs_url: `/docs/errors#${code}`,
        request_id: requestId,
        ...('details' in Object(answer.body['error']) && { details: expect.any(Array) }),
      },
    });
    expect(requestId).toMatch(/^req_[0-9a-f]{32}$/);
  });

  it('names the methods that a path has', async () => {
    const { headers } = await api.ask('/v1/withdrawals?x=1', { method: 'PATCH' });
    expect(headers['allow']).toBe('GET, HEAD, POST');
  });
});

describe('S-33 security headers', () => {
  it.each(['/health/live', '/v1/balances', '/v1/withdrawals/x', '/nothing', '/v1/references/%zz', '/openapi.json'])(
    'stand on %s',
    async (url) => {
      const { headers } = await api.get(url);
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringMatching(
          /^default-src 'none'; base-uri 'none';.*frame-ancestors 'none'/,
        ),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'permissions-policy': expect.stringContaining('payment=()'),
        'cache-control': 'no-store',
      });
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    },
  );
});

describe('API-30 the id of a request', () => {
  it('is the caller’s where it is harmless', async () => {
    const { headers } = await api.ask('/health/live', { headers: { 'x-request-id': 'caller-1:a.b_c' } });
    expect(headers['x-request-id']).toBe('caller-1:a.b_c');
  });

  it.each(['short', 'x'.repeat(65), 'with space', '<script>alert(1)</script>', 'a, b, c, d, e'])(
    'S-38 is a new one instead of %j',
    async (given) => {
      const { headers } = await api.ask('/health/live', { headers: { 'x-request-id': given } });
      expect(headers['x-request-id']).toMatch(/^req_[0-9a-f]{32}$/);
    },
  );
});

describe('S-41 a defect', () => {
  const internal = { status: 500, body: { error: { code: 'internal_error', http_status: 500 } } };

  afterAll(async () => {
    await sql`drop schema read cascade`.execute(stores.postgres.database);
  });

  it('in a stream is answered without a word about it, and is in the log', async () => {
    await facts.spoil(payoutStream(payoutIdOf('acme', 'spoilt')));
    const answer = await api.post(goodBody, { 'idempotency-key': 'spoilt' });
    expect(answer).toMatchObject(internal);
    expect(answer.text).not.toMatch(/Nonsense|payout-|\.ts|at .*:\d+/);
    expect(api.logLines.join('')).toMatch(/request-failed.*Nonsense/);
  });

  it.each(['/v1/withdrawals', '/v1/withdrawals/po_aaaaaaaaaaaaaaaaaaaaaaaaaa', '/v1/balances', '/v1/references/x'])(
    'in the tables behind %s is answered the same way',
    async (url) => {
      await breakTables();
      const answer = await api.get(url);
      expect(answer).toMatchObject(internal);
      expect(answer.text).not.toMatch(/column|select|operator_id|\.ts|at .*:\d+/i);
    },
  );
});

/** Views without the columns that the queries ask for. */
async function breakTables(): Promise<void> {
  const { database } = stores.postgres;
  for (const view of ['payout', 'account_balance', 'wallet', 'resource_reference', 'resource_owner']) {
    await sql`drop view if exists ${sql.id('read', view)} cascade`.execute(database);
    await sql`create view ${sql.id('read', view)} as select 1 as nothing`.execute(database);
  }
}

describe('API-18 every code', () => {
  it('has the status that S1 gives it', () => {
    expect(problemStatus).toMatchObject({
      invalid_request: 400,
      authentication_failed: 401,
      forbidden_for_tenant: 403,
      resource_not_found: 404,
      idempotency_conflict: 409,
      player_limit_exceeded: 422,
      method_unavailable: 422,
      rate_limited: 429,
      route_degraded: 503,
    });
  });

  it('is explained where docs_url leads', async () => {
    const { text, headers } = await api.ask('/docs/errors');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    for (const code of problemCodes) expect(text).toContain(`<tr id="${code}"><td>${problemStatus[code]}</td>`);
    expect(
      Object.values(problemGuides).every(({ meaning, remedy }) => meaning.endsWith('.') && remedy.endsWith('.')),
    ).toBe(true);
  });
});

describe('F1.9 before the projector has ever run', () => {
  it('reads are told to come again', async () => {
    await sql`drop schema if exists read cascade`.execute(stores.postgres.database);
    const answer = await eventually(
      () => api.get('/v1/balances'),
      ({ status }) => status === 503,
    );
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
  });
});
