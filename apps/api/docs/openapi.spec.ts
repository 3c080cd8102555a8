import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, type Database } from '#libs/read-store/database.js';
import { problemCodes, problemStatus } from '../problems/problem.codes.js';
import { TestApi } from '../testing/test-api.js';

let api: TestApi;
let database: Database;
let document: Document;

interface Operation {
  readonly summary?: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly { name: string; in: string; required: boolean; schema?: object }[];
  readonly responses: Readonly<Record<string, { content?: Record<string, { examples?: Record<string, object> }> }>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>>; readonly securitySchemes: object };
}
interface Schema {
  readonly properties: Readonly<Record<string, object>>;
  readonly required: readonly string[];
}

beforeAll(async () => {
  // Documentation needs no store.
  database = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' });
  api = await TestApi.start('esdb://127.0.0.1:1?tls=false', database);
  document = (await api.ask('/openapi.json')).body as unknown as Document;
});
afterAll(async () => {
  await api.stop();
  await database.close();
});

const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  );

describe('API-23 the OpenAPI document', () => {
  it('has every route', () => {
    expect(
      operations()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([
      'get /health/live',
      'get /health/ready',
      'get /v1/balances',
      'get /v1/breaks',
      'get /v1/breaks/{id}',
      'get /v1/deposits',
      'get /v1/deposits/{id}',
      'get /v1/explain',
      'get /v1/fees',
      'get /v1/operators',
      'get /v1/operators/{id}',
      'get /v1/operators/{id}/addresses',
      'get /v1/operators/{id}/fundings/{fundingId}',
      'get /v1/references/{reference}',
      'get /v1/swaps',
      'get /v1/swaps/{id}',
      'get /v1/sweeps',
      'get /v1/sweeps/{id}',
      'get /v1/trace/{reference}',
      'get /v1/transfers',
      'get /v1/transfers/{id}',
      'get /v1/wallets',
      'get /v1/wallets/{id}',
      'get /v1/wallets/{id}/opening',
      'get /v1/webhooks',
      'get /v1/webhooks/{id}',
      'get /v1/widgets/{id}',
      'get /v1/withdrawals',
      'get /v1/withdrawals/{id}',
      'post /v1/operators',
      'post /v1/operators/{id}/addresses',
      'post /v1/operators/{id}/addresses/approve',
      'post /v1/operators/{id}/addresses/revoke',
      'post /v1/operators/{id}/addresses/rule',
      'post /v1/operators/{id}/fundings',
      'post /v1/operators/{id}/fundings/{fundingId}/reverse',
      'post /v1/operators/{id}/steps',
      'post /v1/operators/{id}/steps/{step}/withdraw',
      'post /v1/swaps',
      'post /v1/transfers',
      'post /v1/wallets',
      'post /v1/webhooks/{id}/replay',
      'post /v1/withdrawals',
      'put /v1/operators/{id}/approver',
      'put /v1/widgets/{id}',
    ]);
  });

  it('says of every /v1 route what it does, that it needs a key, and how it fails', () => {
    for (const { name, operation } of operations().filter((each) => each.name.includes('/v1/'))) {
      expect([name, operation.security]).toEqual([name, [{ bearer: [] }]]);
      expect([name, operation.summary]).toEqual([name, expect.any(String)]);
      const statuses = ['400', '401', '500', '503', ...(name.startsWith('get') ? [] : ['413', '415'])];
      expect([name, Object.keys(operation.responses)]).toEqual([name, expect.arrayContaining(statuses)]);
    }
    expect(document.components.securitySchemes).toMatchObject({ bearer: { type: 'http', scheme: 'bearer' } });
  });

  it('has an example of every error under its own status', () => {
    const seen = new Set<string>();
    for (const { operation } of operations())
      for (const [status, { content }] of Object.entries(operation.responses))
        for (const [code, example] of Object.entries(content?.['application/json']?.examples ?? {})) {
          expect(example).toMatchObject({ value: { error: { code, http_status: Number(status) } } });
          seen.add(code);
        }
    // The rest is documented for what comes later.
    expect(problemCodes.filter((code) => !seen.has(code)).toSorted()).toEqual(
      [
        'method_not_allowed',
        'method_unavailable',
        'player_limit_exceeded',
        'rate_limited',
        'route_degraded',
      ].toSorted(),
    );
    expect(problemCodes.every((code) => problemStatus[code] >= 400)).toBe(true);
  });

  it('has the key of a request as a required header', () => {
    for (const path of ['/v1/withdrawals', '/v1/transfers', '/v1/swaps'])
      expect(document.paths[path]?.['post']?.parameters).toContainEqual(
        expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: true }),
      );
  });

  it('types every field, and refers to nothing that is not in it', () => {
    for (const [name, { properties }] of Object.entries(document.components.schemas))
      for (const [field, schema] of Object.entries(properties ?? {}))
        expect([
          name,
          field,
          Object.keys(schema).some((key) => ['type', '$ref', 'allOf', 'anyOf', 'oneOf', 'enum'].includes(key)),
        ]).toEqual([name, field, true]);
    for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g))
      expect(Object.keys(document.components.schemas)).toContain(name);
  });

  it('S-29 has amounts as strings', () => {
    const { CreateWithdrawalDto, WithdrawalDto, BalanceDto } = document.components.schemas;
    expect(CreateWithdrawalDto).toMatchObject({
      properties: { amount: { type: 'string', example: '12.50' } },
      required: ['wallet_id', 'player_id', 'amount', 'asset', 'destination'],
    });
    expect(WithdrawalDto?.properties['amount']).toMatchObject({ type: 'string' });
    for (const part of ['available', 'reserved', 'incoming'])
      expect(BalanceDto?.properties[part]).toMatchObject({ type: 'string' });
  });
});

describe('the documentation page', () => {
  it('loads its own files and nothing from elsewhere', async () => {
    const page = await api.ask('/docs');
    expect([page.status, page.headers['content-type']]).toEqual([200, expect.stringContaining('text/html')]);
    const links = [...page.text.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) {
      const { pathname, host } = new URL(link, 'http://api.example/docs');
      expect([link, host]).toEqual([link, 'api.example']);
      expect([link, (await api.ask(pathname)).status]).toEqual([link, 200]);
    }
    expect(page.text).not.toMatch(/<script>[^<]/);
    expect((await api.ask('/docs/swagger-ui-init.js')).text).toContain('"validatorUrl": null');
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self'/);
  });
});
