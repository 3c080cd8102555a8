import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { payoutStream } from '#libs/payouts/payout.codec.js';
import { goodBody, LedgerFacts, now, tronAddress } from '../testing/ledger-facts.js';
import { authorization, TestApi, TestStores } from '../testing/test-api.js';
import { payoutIdOf } from '../idempotency/idempotency.js';

let stores: TestStores;
let api: TestApi;

beforeAll(async () => {
  stores = await TestStores.start();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  const facts = new LedgerFacts(api.streams);
  await facts.registerWallet('wal_acme', 'acme');
  await facts.registerWallet('wal_master', 'acme', 'master');
  await facts.registerWallet('wal_other', 'other');
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

const eventsOf = async (id: unknown) => (await api.streams.read(payoutStream(String(id)))).events;

describe('API-01 POST /v1/withdrawals', () => {
  it('answers with the resource', async () => {
    const { status, body, headers } = await api.post(goodBody, { 'idempotency-key': 'first' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: payoutIdOf('acme', 'first'),
      object: 'withdrawal',
      status: 'pending',
      stage: 'requested',
      ...goodBody,
      amount: '12.5',
      provider_reference: null,
      transaction_hash: null,
      failure: null,
      review: null,
      attempts: 0,
      created_at: expect.stringMatching(/^20\d\d-.*Z$/),
      updated_at: body['created_at'],
      settled_at: null,
    });
    expect(headers['location']).toBe(`/v1/withdrawals/${String(body['id'])}`);
    expect(headers).not.toHaveProperty('idempotent-replayed');
  });

  it('IN-12 IN-26 stores the request with the wallet as the provider calls it', async () => {
    const { body } = await api.post(goodBody, { 'idempotency-key': 'stored' });
    const [event, ...more] = await eventsOf(body['id']);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: 'PayoutRequested.v1',
      data: {
        operatorId: 'acme',
        playerId: 'p_4827',
        walletId: 'wal_acme',
        providerWalletId: 'provider-wal_acme',
        amount: { minor: '12500000', asset: 'USDT@tron/6' },
        destination: tronAddress,
        idempotencyKey: 'stored',
      },
    });
  });

  it('IN-02 IN-12 INV-S1 says who did it, for whom and why', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const headers = { 'idempotency-key': 'who', 'x-request-id': 'my-request-1', traceparent };
    const { body } = await api.post(goodBody, headers);
    const [event] = await eventsOf(body['id']);
    expect(event?.metadata).toEqual({
      correlationId: body['id'],
      causationId: 'my-request-1',
      actor: 'key:k1',
      onBehalfOf: 'acme',
      requestId: 'my-request-1',
      idempotencyKey: 'who',
      traceparent,
    });
  });

  it('needs no more than what is required', async () => {
    const { reference: _, metadata: __, ...body } = goodBody;
    expect((await api.post(body)).body).toMatchObject({ reference: null, metadata: {} });
  });

  it('keeps an amount exact that no float can hold', async () => {
    const amount = '12345678901234567890.123456789012345678';
    const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
    const { body } = await api.post({ ...goodBody, asset: 'ETH@ethereum/18', amount, destination: { address } });
    expect(body).toMatchObject({ amount, asset: 'ETH@ethereum' });
  });
});

describe('API-07 FR-06 the same key again', () => {
  const again = (key: string, body: object | string) => api.post(body, { 'idempotency-key': key });

  it('is answered like the first request, and does nothing', async () => {
    const first = await again('again', goodBody);
    const second = await again('again', goodBody);
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(second.headers).toMatchObject({ 'idempotent-replayed': 'true', location: first.headers['location'] });
    expect(await eventsOf(first.body['id'])).toHaveLength(1);
  });

  it('F1.5 disregards the order of keys and white space', async () => {
    const first = await again('order', goodBody);
    const { wallet_id, metadata, ...rest } = goodBody;
    const other = JSON.stringify({ metadata, ...rest, wallet_id }, null, 4);
    expect(await again('order', other)).toMatchObject({ status: 201, body: first.body });
  });

  it('is answered like the first request even after everything has changed', async () => {
    const first = await again('later', goodBody);
    const payoutId = String(first.body['id']);
    const rejected = { payoutId, code: 'insufficient-funds', reason: 'none', rejectedAt: now } as const;
    await new LedgerFacts(api.streams).appendToPayout(payoutId, { type: 'PayoutRejected', data: rejected });
    expect(await again('later', goodBody)).toMatchObject({ status: 201, body: first.body });
    expect((await api.get(`/v1/withdrawals/${payoutId}`)).body).toMatchObject({ status: 'failed' });
  });

  it.each([
    ['another amount', { amount: '12.51' }],
    ['the same amount in other words', { amount: '12.5' }],
    ['another player', { player_id: 'p_2' }],
    ['another reference', { reference: 'x' }],
    ['no reference', { reference: undefined }],
    ['other metadata', { metadata: {} }],
    ['another destination', { destination: { address: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t' } }],
    ['a wallet that there is not', { wallet_id: 'wal_none' }],
  ])('API-13 is a conflict with %s', async (name, change) => {
    const first = await again(name.replaceAll(' ', '-'), goodBody);
    const { status, body } = await again(name.replaceAll(' ', '-'), { ...goodBody, ...change });
    expect({ status, body }).toMatchObject({ status: 409, body: { error: { code: 'idempotency_conflict' } } });
    expect(await eventsOf(first.body['id'])).toHaveLength(1);
  });

  it('F1.6 of another tenant is another key', async () => {
    const mine = await again('shared', goodBody);
    const theirs = await api.post(
      { ...goodBody, wallet_id: 'wal_other' },
      { 'idempotency-key': 'shared', ...authorization('other') },
    );
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body['id']).not.toBe(mine.body['id']);
  });

  it('F1.4 INV-I1 fifty at once are one payout and one answer', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, async () => again(key, goodBody)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1);
    expect(await eventsOf(answers[0]?.body['id'])).toHaveLength(1);
  });

  it('F1.4 two processes at once make one payout', async () => {
    const second = await TestApi.start(stores.events.connectionString, stores.postgres.database);
    const key = { 'idempotency-key': randomUUID() };
    const askBoth = [api, second, api, second].map(async (each) => each.post(goodBody, key));
    const answers = await Promise.all(askBoth);
    await second.stop();
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await eventsOf(answers[0]?.body['id'])).toHaveLength(1);
  });

  it('F1.7 still works for another process, after the event store was killed and the read models are gone', async () => {
    const first = await again('for-ever', goodBody);
    await stores.events.kill();
    await stores.events.launch();
    const fresh = await TestApi.start(stores.events.connectionString, stores.postgres.database);
    const replayed = await fresh.post(goodBody, { 'idempotency-key': 'for-ever' });
    await fresh.stop();
    expect(replayed).toMatchObject({ status: 201, body: first.body, headers: { 'idempotent-replayed': 'true' } });
  });
});
