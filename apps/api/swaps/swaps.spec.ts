import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { onboardingSteps } from '#libs/operators/onboarding-steps.js';
import { swapStream } from '#libs/swaps/swap.codec.js';
import { keyedId } from '../idempotency/idempotency.js';
import { LedgerFacts } from '../testing/ledger-facts.js';
import { swapLives } from '../testing/swap-lives.js';
import { authorization, eventually, TestApi, TestStores, type Answer } from '../testing/test-api.js';

const goodSwap = {
  wallet_id: 'wal_master',
  amount: '1000.00',
  asset: 'USDT@tron',
  to_asset: 'USDC@ethereum',
  expected_output: '1000',
  slippage_bps_max: 50,
  reference: 'rebalance-2026-05',
} as const;

let stores: TestStores;
let api: TestApi;
/** Its operators have to be onboarded. */
let strict: TestApi;
let facts: LedgerFacts;

beforeAll(async () => {
  stores = await TestStores.start();
  const { events, postgres } = stores;
  api = await TestApi.start(events.connectionString, postgres.database);
  strict = await TestApi.start(events.connectionString, postgres.database, {}, true);
  facts = new LedgerFacts(api.streams);
  await facts.registerWallet('wal_master', 'platform', 'master');
  await facts.registerWallet('wal_acme', 'acme');
  await facts.registerWallet('wal_deposit', 'platform', 'deposit');
});
afterAll(async () => {
  await Promise.all([api.stop(), strict.stop()]);
  await stores.remove();
});

interface Ask {
  readonly key?: string;
  readonly as?: 'platform' | 'acme';
  readonly of?: TestApi;
}

const post = (payload: object, { key = randomUUID(), as = 'platform', of = api }: Ask = {}): Promise<Answer> => {
  const headers = { ...authorization(as), 'content-type': 'application/json', 'idempotency-key': key };
  return of.ask('/v1/swaps', { method: 'POST', headers, payload });
};
const get = (path = '') => api.get(`/v1/swaps${path}`, 'platform');
const eventsOf = async (key: string) => (await api.streams.read(swapStream(keyedId('sw', 'platform', key)))).events;
const listed = ({ body }: Answer) => body['data'] as { id: string; reference: string }[];

describe('IN-13 POST /v1/swaps', () => {
  it('answers with the resource', async () => {
    const { status, body, headers } = await post(goodSwap, { key: 'first' });
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        id: keyedId('sw', 'platform', 'first'),
        object: 'swap',
        status: 'pending',
        stage: 'requested',
        operator_id: 'platform',
        ...goodSwap,
        amount: '1000',
        output: null,
        fee: null,
        slippage_bps: null,
        provider_reference: null,
        transaction_hash: null,
        failure: null,
        review: null,
        attempts: 0,
        created_at: expect.stringMatching(/^20\d\d-.*Z$/),
        updated_at: body['created_at'],
        settled_at: null,
      },
    });
    expect(headers['location']).toBe(`/v1/swaps/${String(body['id'])}`);
    expect(headers).not.toHaveProperty('idempotent-replayed');
  });

  it('IN-02 IN-26 stores whose wallet it is, and who asked for it on whose behalf', async () => {
    await post({ ...goodSwap, wallet_id: 'wal_acme', operator_id: 'acme' }, { key: 'acme' });
    const [event, ...more] = await eventsOf('acme');
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: 'SwapRequested.v1',
      data: { operatorId: 'acme', providerWalletId: 'provider-wal_acme' },
      metadata: { actor: 'key:k3', onBehalfOf: 'acme', idempotencyKey: 'acme' },
    });
  });

  it('S-08 is the platform’s alone, and so is reading', async () => {
    const forbidden = { status: 403, body: { error: { code: 'forbidden_for_tenant' } } };
    expect(await post({ ...goodSwap, wallet_id: 'wal_acme' }, { as: 'acme' })).toMatchObject(forbidden);
    expect(await api.get('/v1/swaps')).toMatchObject(forbidden);
    expect(await api.get(`/v1/swaps/${keyedId('sw', 'platform', 'first')}`)).toMatchObject(forbidden);
  });

  it('IN-14 waits for the onboarding of an operator, and of no Master Wallet', async () => {
    const ofAcme = { ...goodSwap, wallet_id: 'wal_acme', operator_id: 'acme' };
    const missing = ['registered', ...onboardingSteps];
    const details = missing.map((step) => ({ field: 'onboarding', problem: `${step} is missing` }));
    expect(await post(ofAcme, { key: 'too-early', of: strict })).toMatchObject({
      status: 409,
      body: { error: { code: 'operator_not_live', details } },
    });
    expect(await eventsOf('too-early')).toEqual([]);
    expect((await post(goodSwap, { of: strict })).status).toBe(201);
  });
});

describe('API-07 API-13 the same key again', () => {
  it('is answered like the first request, whatever has become of it', async () => {
    const first = await post(goodSwap, { key: 'again' });
    const id = String(first.body['id']);
    await facts.appendToSwap(id, ...(swapLives['rejected']?.facts ?? []).map((fact) => fact(id)));
    const second = await post(goodSwap, { key: 'again' });
    expect(second).toMatchObject({ status: 201, body: first.body, headers: { 'idempotent-replayed': 'true' } });
    expect((await eventsOf('again')).filter(({ type }) => type === 'SwapRequested.v1')).toHaveLength(1);
  });

  it.each([
    ['another amount', { amount: '1000' }],
    ['another asset', { to_asset: 'TRX@tron' }],
    ['another tolerance', { slippage_bps_max: 51 }],
    ['another wallet', { wallet_id: 'wal_acme', operator_id: 'acme' }],
  ])('is a conflict with %s', async (name, change) => {
    const key = name.replaceAll(' ', '-');
    await post(goodSwap, { key });
    const answer = await post({ ...goodSwap, ...change }, { key });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'idempotency_conflict' } } });
    expect(await eventsOf(key)).toHaveLength(1);
  });

  it('F1.4 many at once are one swap', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(goodSwap, { key: 'many' })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await eventsOf('many')).toHaveLength(1);
  });
});

describe('what cannot be done is refused and stores nothing', () => {
  const refusals: readonly (readonly [change: object, status: number, code: string, field: string])[] = [
    [{ wallet_id: '../$all' }, 400, 'invalid_request', 'wallet_id'],
    [{ amount: 1000 }, 400, 'invalid_request', 'amount'],
    [{ slippage_bps_max: '50' }, 400, 'invalid_request', 'slippage_bps_max'],
    [{ slippage_bps_max: 10_001 }, 400, 'invalid_request', 'slippage_bps_max'],
    [{ expected_output: undefined }, 400, 'invalid_request', 'expected_output'],
    [{ to_asset: 'USDT@tron' }, 400, 'invalid_request', 'to_asset'],
    [{ to_wallet_id: 'wal_acme' }, 400, 'invalid_request', 'to_wallet_id'],
    [{ amount: '0' }, 422, 'invalid_amount', 'amount'],
    [{ expected_output: '0.0000001' }, 422, 'invalid_amount', 'expected_output'],
    [{ asset: 'DOGE@tron' }, 422, 'unknown_asset', 'asset'],
    [{ to_asset: 'DOGE@tron' }, 422, 'unknown_asset', 'to_asset'],
    [{ wallet_id: 'wal_none' }, 404, 'resource_not_found', 'wallet_id'],
    [{ wallet_id: 'wal_acme' }, 404, 'resource_not_found', 'wallet_id'],
    [{ wallet_id: 'wal_deposit' }, 404, 'resource_not_found', 'wallet_id'],
  ];

  it.each(refusals)('%j is answered with %s %s', async (change, status, code, field) => {
    const key = randomUUID();
    const answer = await post({ ...goodSwap, ...change }, { key });
    expect(answer).toMatchObject({ status, body: { error: { code, details: [{ field }] } } });
    expect(await eventsOf(key)).toEqual([]);
  });

  it('API-07 without a key', async () => {
    const headers = { ...authorization('platform'), 'content-type': 'application/json' };
    expect(await api.ask('/v1/swaps', { method: 'POST', headers, payload: goodSwap })).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'Idempotency-Key' }] } },
    });
  });
});

describe('PO-22 a swap can be read at any time, from the read model and without it', () => {
  const ids: Record<string, string> = {};
  const fromLog: Record<string, object> = {};
  const names = Object.keys(swapLives);

  it('before the read model has it, right after it was requested', async () => {
    for (const [life, { facts: told, looks }] of Object.entries(swapLives)) {
      const { body: created } = await post({ ...goodSwap, reference: life });
      const id = (ids[life] = String(created['id']));
      if (told.length > 0) await facts.appendToSwap(id, ...told.map((fact) => fact(id)));
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
    ['status=confirmed', ['settled-badly', 'settled']],
    ['status=blocked', ['blocked']],
    ['reference=bound', ['bound']],
    ['status=failed&reference=released', ['released']],
    ['operator_id=acme', [goodSwap.reference]],
    ['wallet_id=wal_acme&status=failed', []],
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

  it.each(['status=reversed', 'limit=0', 'cursor=x', cursorOf(`1.tr_${'a'.repeat(26)}`), 'player_id=x'])(
    'API-09 refuses %s',
    async (query) => {
      expect(await get(`?${query}`)).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
    },
  );

  it.each(['x', 'sw_', `sw_${'a'.repeat(26)}`, `tr_${'a'.repeat(26)}`, '$all'])(
    'finds nothing under %s',
    async (id) => {
      expect(await get(`/${id}`)).toMatchObject({ status: 404, body: { error: { code: 'resource_not_found' } } });
    },
  );
});
