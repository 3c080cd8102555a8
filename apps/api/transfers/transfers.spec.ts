import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { transferStream } from '#libs/transfers/transfer.codec.js';
import { LedgerFacts, tronAddress } from '../testing/ledger-facts.js';
import { authorization, eventually, TestApi, TestStores, type Answer } from '../testing/test-api.js';
import { transferIdOf } from '../idempotency/idempotency.js';
import { transferLives } from '../testing/transfer-lives.js';

const goodTransfer = {
  from_wallet_id: 'wal_master',
  to_wallet_id: 'wal_acme',
  amount: '5000.00',
  asset: 'USDT@tron',
  reference: 'funding-2026-05',
} as const;

let stores: TestStores;
let api: TestApi;
let facts: LedgerFacts;

beforeAll(async () => {
  stores = await TestStores.start();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  facts = new LedgerFacts(api.streams);
  await facts.registerWallet('wal_master', 'platform', 'master');
  await facts.registerWallet('wal_acme', 'acme');
  await facts.recordAddress('wal_acme', tronAddress);
  await facts.registerWallet('wal_bare', 'acme');
  await facts.registerWallet('wal_deposit', 'acme', 'deposit');
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

interface Ask {
  readonly key?: string;
  readonly as?: 'platform' | 'acme';
}

const post = (payload: object, { key = randomUUID(), as = 'platform' }: Ask = {}): Promise<Answer> => {
  const headers = { ...authorization(as), 'content-type': 'application/json', 'idempotency-key': key };
  return api.ask('/v1/transfers', { method: 'POST', headers, payload });
};
const get = (path = '') => api.get(`/v1/transfers${path}`, 'platform');
const eventsOf = async (key: string) => (await api.streams.read(transferStream(transferIdOf('platform', key)))).events;
const listed = ({ body }: Answer) => body['data'] as { id: string; reference: string }[];

describe('IN-10 POST /v1/transfers', () => {
  it('answers with the resource', async () => {
    const { status, body, headers } = await post(goodTransfer, { key: 'first' });
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        id: transferIdOf('platform', 'first'),
        object: 'transfer',
        status: 'pending',
        stage: 'requested',
        ...goodTransfer,
        to_operator_id: 'acme',
        amount: '5000',
        address: tronAddress,
        provider_reference: null,
        failure: null,
        review: null,
        created_at: expect.stringMatching(/^20\d\d-.*Z$/),
        updated_at: body['created_at'],
        completed_at: null,
      },
    });
    expect(headers['location']).toBe(`/v1/transfers/${String(body['id'])}`);
    expect(headers).not.toHaveProperty('idempotent-replayed');
  });

  it('IN-02 IN-26 stores where the money goes, and who asked for it', async () => {
    await post(goodTransfer, { key: 'stored' });
    const [event, ...more] = await eventsOf('stored');
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: 'TransferRequested.v1',
      data: { requestedBy: 'platform', providerWalletId: 'provider-wal_master', destination: tronAddress },
      metadata: { actor: 'key:k3', onBehalfOf: 'platform', idempotencyKey: 'stored' },
    });
  });

  it('S-08 is the platform’s alone, and so is reading', async () => {
    const forbidden = { status: 403, body: { error: { code: 'forbidden_for_tenant' } } };
    expect(await post(goodTransfer, { key: 'tenant', as: 'acme' })).toMatchObject(forbidden);
    expect((await api.streams.read(transferStream(transferIdOf('acme', 'tenant')))).events).toEqual([]);
    expect(await api.get('/v1/transfers')).toMatchObject(forbidden);
    expect(await api.get(`/v1/transfers/${transferIdOf('platform', 'first')}`)).toMatchObject(forbidden);
  });
});

describe('API-07 API-13 the same key again', () => {
  it('is answered like the first request, whatever has become of it', async () => {
    const first = await post(goodTransfer, { key: 'again' });
    const id = String(first.body['id']);
    await facts.appendToTransfer(id, ...(transferLives['failed']?.facts(id) ?? []));
    const second = await post(goodTransfer, { key: 'again' });
    expect(second).toMatchObject({ status: 201, body: first.body, headers: { 'idempotent-replayed': 'true' } });
    expect((await eventsOf('again')).filter(({ type }) => type === 'TransferRequested.v1')).toHaveLength(1);
  });

  it.each([
    ['another amount', { amount: '5000' }],
    ['another receiver', { to_wallet_id: 'wal_bare' }],
    ['no reference', { reference: undefined }],
  ])('is a conflict with %s', async (name, change) => {
    await post(goodTransfer, { key: name.replaceAll(' ', '-') });
    const answer = await post({ ...goodTransfer, ...change }, { key: name.replaceAll(' ', '-') });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'idempotency_conflict' } } });
    expect(await eventsOf(name.replaceAll(' ', '-'))).toHaveLength(1);
  });

  it('F1.4 many at once are one transfer', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(goodTransfer, { key: 'many' })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await eventsOf('many')).toHaveLength(1);
  });
});

describe('what cannot be done is refused and stores nothing', () => {
  const refusals: readonly (readonly [change: object, status: number, code: string, field: string])[] = [
    [{ from_wallet_id: undefined }, 400, 'invalid_request', 'from_wallet_id'],
    [{ to_wallet_id: '../$all' }, 400, 'invalid_request', 'to_wallet_id'],
    [{ amount: 5000 }, 400, 'invalid_request', 'amount'],
    [{ reference: 'a\u200bb' }, 400, 'invalid_request', 'reference'],
    [{ destination: { address: tronAddress } }, 400, 'invalid_request', 'destination'],
    [{ amount: '0' }, 422, 'invalid_amount', 'amount'],
    [{ amount: '1e3' }, 422, 'invalid_amount', 'amount'],
    [{ amount: '0.0000001' }, 422, 'invalid_amount', 'amount'],
    [{ asset: 'DOGE@tron' }, 422, 'unknown_asset', 'asset'],
    [{ from_wallet_id: 'wal_none' }, 404, 'resource_not_found', 'from_wallet_id'],
    [{ to_wallet_id: 'wal_none' }, 404, 'resource_not_found', 'to_wallet_id'],
    [{ from_wallet_id: 'wal_acme' }, 422, 'wallet_not_eligible', 'from_wallet_id'],
    [{ to_wallet_id: 'wal_master' }, 422, 'wallet_not_eligible', 'to_wallet_id'],
    [{ to_wallet_id: 'wal_deposit' }, 422, 'wallet_not_eligible', 'to_wallet_id'],
    [{ to_wallet_id: 'wal_bare' }, 422, 'wallet_address_unknown', 'to_wallet_id'],
    [{ asset: 'USDT@ethereum' }, 422, 'wallet_address_unknown', 'to_wallet_id'],
  ];

  it.each(refusals)('%j is answered with %s %s', async (change, status, code, field) => {
    const key = randomUUID();
    const answer = await post({ ...goodTransfer, ...change }, { key });
    expect(answer).toMatchObject({ status, body: { error: { code, details: [{ field }] } } });
    expect(await eventsOf(key)).toEqual([]);
  });

  it('API-07 without a key', async () => {
    const headers = { ...authorization('platform'), 'content-type': 'application/json' };
    const answer = await api.ask('/v1/transfers', { method: 'POST', headers, payload: goodTransfer });
    expect(answer).toMatchObject({ status: 400, body: { error: { details: [{ field: 'Idempotency-Key' }] } } });
  });
});

describe('PO-22 a transfer can be read at any time, from the read model and without it', () => {
  const ids: Record<string, string> = {};
  const fromLog: Record<string, object> = {};
  const names = Object.keys(transferLives);

  it('before the read model has it, right after it was requested', async () => {
    for (const [life, { facts: told, looks }] of Object.entries(transferLives)) {
      const { body: created } = await post({ ...goodTransfer, reference: life });
      const id = (ids[life] = String(created['id']));
      if (told(id).length > 0) await facts.appendToTransfer(id, ...told(id));
      const { status, body } = await get(`/${id}`);
      expect({ status, body }).toMatchObject({ status: 200, body: { id, ...looks } });
      fromLog[life] = body;
    }
  });

  it('INV-R1 and looks the same once the read model has it', async () => {
    await stores.startProjections();
    const { body } = await eventually(
      () => get('?limit=100'),
      (answer) => names.every((life) => JSON.stringify(listed(answer)).includes(JSON.stringify(fromLog[life]))),
    );
    for (const life of names) {
      expect(body['data']).toContainEqual(fromLog[life]);
      expect((await get(`/${ids[life]}`)).body).toEqual(fromLog[life]);
    }
  });

  it.each([
    ['status=confirmed', ['completed']],
    ['reference=placed', ['placed']],
    ['status=failed&reference=failed', ['failed']],
    ['status=confirmed&reference=failed', []],
    ['to_wallet_id=wal_bare', []],
    ['from_wallet_id=wal_master&status=confirmed', ['completed']],
  ])('is listed with %s', async (query, references) => {
    expect(listed(await get(`?${query}`)).map(({ reference }) => reference)).toEqual(references);
  });

  it('page by page, the newest first, each once', async () => {
    const all = listed(await get('?limit=100')).map(({ id }) => id);
    const paged: string[] = [];
    for (let next = ''; next !== 'end'; ) {
      const { body } = await get(`?limit=3${next}`);
      paged.push(...(body['data'] as { id: string }[]).map(({ id }) => id));
      expect(body['has_more']).toBe(body['next_cursor'] !== null);
      next = body['has_more'] === true ? `&cursor=${String(body['next_cursor'])}` : 'end';
    }
    expect(paged).toEqual(all);
    expect(new Set(all).size).toBe(all.length);
    expect(all[0]).toBe(ids[names.at(-1) ?? '']);
  });

  const cursorOf = (text: string) => `cursor=${Buffer.from(text).toString('base64url')}`;

  it.each(['status=canceled', 'limit=0', 'cursor=x', cursorOf(`1.po_${'a'.repeat(26)}`), 'player_id=x'])(
    'API-09 refuses %s',
    async (query) => {
      expect(await get(`?${query}`)).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
    },
  );

  it.each(['x', 'tr_', `tr_${'a'.repeat(26)}`, `po_${'a'.repeat(26)}`, '$all'])(
    'finds nothing under %s',
    async (id) => {
      expect(await get(`/${id}`)).toMatchObject({ status: 404, body: { error: { code: 'resource_not_found' } } });
    },
  );
});
