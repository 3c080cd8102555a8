import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { depositFacts } from '#libs/deposits/deposit.fixtures.js';
import { depositIdOf, orderIdOf } from '#libs/deposits/incoming-id.js';
import { LedgerFacts } from '../testing/ledger-facts.js';
import { eventually, TestApi, TestStores, type Answer } from '../testing/test-api.js';
import {
  customerKey,
  depositLife,
  depositLives,
  ids,
  orderLife,
  orderLives,
  unlinkedLife,
} from './deposit-lives.fixtures.js';

let stores: TestStores;
let api: TestApi;
const { DepositQuarantined } = depositFacts;
const count = Object.keys({ ...depositLives, ...orderLives }).length + 1;
const itemsOf = ({ body }: Answer) => body['data'] as { id: string; created_at: string }[];

beforeAll(async () => {
  stores = await TestStores.start();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  const facts = new LedgerFacts(api.streams);
  for (const [name, life] of Object.entries(depositLives))
    await facts.appendToDeposit(depositIdOf(name), ...depositLife(name, 'acme', ...life));
  for (const [name, life] of Object.entries(orderLives))
    await facts.appendToOrder(orderIdOf(name), ...orderLife(name, 'acme', ...life));
  await facts.appendToDeposit(depositIdOf('unlinked'), ...unlinkedLife('unlinked', 'acme'));
  await facts.appendToDeposit(depositIdOf('theirs'), ...depositLife('theirs', 'other'));
  const depositId = (ids['quarantined'] = depositIdOf('quarantined'));
  await facts.appendToDeposit(depositId, { ...DepositQuarantined, data: { ...DepositQuarantined.data, depositId } });
  await stores.startProjections();
  await eventually(
    () => api.get('/v1/deposits?limit=100'),
    (answer) => itemsOf(answer).length === count,
  );
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

describe('DW-02 a deposit can be read', () => {
  it('RS-13 of a customer address, with what it was worth', async () => {
    const id = ids['dep confirmed'];
    expect(await api.get(`/v1/deposits/${id}`)).toMatchObject({
      status: 200,
      body: {
        id,
        object: 'deposit',
        kind: 'customer_address',
        status: 'confirmed',
        provider_status: 'swept',
        provider_reference: 'dep confirmed',
        wallet_id: 'wal_1',
        widget_id: 'widget-1',
        customer_key: customerKey,
        asset: 'USDT@tron',
        expected_amount: null,
        received_amount: '20',
        credited_amount: '20',
        transaction_hashes: ['0xbb22'],
        reported_value: {
          base_currency: 'USD',
          base_currency_amount: '19.994996',
          fiat_currency: null,
          fiat_amount: null,
        },
        review: null,
        created_at: expect.stringMatching(/^2026-05-18T12:00:/),
        credited_at: '2026-03-01T10:00:00.000Z',
      },
    });
  });

  it('DW-10 DW-30 of an order, with each payment; what is set aside of it is not credited', async () => {
    expect((await api.get(`/v1/deposits/${ids['ord confirmed']}`)).body).toMatchObject({
      kind: 'order',
      status: 'confirmed',
      expected_amount: '100',
      received_amount: '130',
      credited_amount: '120',
      transaction_hashes: ['inc_1', 'inc_2'],
      reported_value: { base_currency: null, fiat_currency: 'USD', fiat_amount: '100' },
    });
    expect((await api.get(`/v1/deposits/${ids['ord half credited']}`)).body).toMatchObject({
      status: 'pending',
      provider_status: 'completed',
      credited_amount: '60',
    });
  });

  it('DW-30 of an order, without a payment that the provider counts no longer', async () =>
    expect((await api.get(`/v1/deposits/${ids['ord one dropped']}`)).body).toMatchObject({
      status: 'confirmed',
      received_amount: '60',
      credited_amount: '60',
      transaction_hashes: ['inc_1'],
    }));

  it('F5.10 with what a person gave to the operator out of the suspense', async () => {
    const credited_at = '2026-03-01T10:00:00.000Z';
    for (const [name, credited_amount] of Object.entries({ 'dep given': '20', 'ord late, given': '100' }))
      expect((await api.get(`/v1/deposits/${ids[name]}`)).body).toMatchObject({ credited_amount, credited_at });
    for (const name of ['dep never came', 'dep suspended', 'ord late, never came'])
      expect((await api.get(`/v1/deposits/${ids[name]}`)).body).toMatchObject({ credited_amount: '0' });
  });

  it('PO-16 with why a person looks at it', async () =>
    expect((await api.get(`/v1/deposits/${ids['ord late']}`)).body).toMatchObject({
      status: 'blocked',
      provider_status: 'expired',
      credited_amount: '0',
      review: { reason: 'late_payment', since: '2026-03-01T10:00:00.000Z' },
    }));
});

describe('PO-09 PO-10 deposits are listed', () => {
  it.each([
    ['kind=unlinked', ['unlinked']],
    ['status=pending', ['unlinked', 'dep pending', 'dep uncredited', 'dep forked', 'ord pending', 'ord half credited']],
    ['status=blocked', ['dep blocked', 'dep failed, disputed', 'dep suspended', 'ord late']],
    [
      'status=confirmed',
      [
        'dep held up, given',
        'dep failed, given',
        'ord failed, given',
        'ord held up, given',
        'dep confirmed',
        'dep given',
        'ord confirmed',
        'ord one dropped',
        'ord late, given',
        'ord short, given',
      ],
    ],
    ['status=failed', ['dep failed', 'ord no address']],
    [
      'status=canceled',
      [
        'dep held up, never came',
        'ord held up, never came',
        'dep never came',
        'ord expired',
        'ord late, decided',
        'ord late, completed',
        'ord late, never came',
      ],
    ],
    ['status=reversed', ['dep reversed', 'ord reversed']],
    ['status=failed&kind=order', ['ord no address']],
    ['kind=customer_address', Object.keys(depositLives)],
    ['wallet_id=wal_o', Object.keys(orderLives)],
    [`customer_key=${customerKey}`, Object.keys(depositLives)],
    [`customer_key=${'0'.repeat(64)}`, []],
  ])('by %s', async (query, expected) => {
    const found = itemsOf(await api.get(`/v1/deposits?limit=100&${query}`)).map(({ id }) => id);
    expect(found.toSorted()).toEqual(expected.map((name) => String(ids[name])).toSorted());
  });

  it.each([
    'status=done',
    'kind=purchase',
    'customer_key=someone@example.com',
    'limit=0',
    'cursor=x',
    `cursor=${Buffer.from('1.po_aaaaaaaaaaaaaaaaaaaaaaaaaa').toString('base64url')}`,
    'wallet_id=%00',
    'operator_id=other',
  ])('refuses %s', async (query) => {
    const refused = { status: 400, body: { error: { code: 'invalid_request' } } };
    expect(await api.get(`/v1/deposits?${query}`)).toMatchObject(refused);
  });

  it('page by page, the newest first, each once', async () => {
    const seen: { id: string; created_at: string }[] = [];
    let next = '';
    for (let pages = 0; pages < count && next !== 'end'; pages++) {
      const answer: Answer = await api.get(`/v1/deposits?limit=4${next}`);
      seen.push(...itemsOf(answer));
      const { has_more: hasMore, next_cursor: cursor } = answer.body;
      expect(hasMore).toBe(cursor !== null);
      next = hasMore === true ? `&cursor=${String(cursor)}` : 'end';
    }
    const moments = seen.map(({ created_at }) => created_at);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(count);
    expect(moments).toEqual(moments.toSorted().toReversed());
    expect(moments).toHaveLength(count);
  });
});

describe('S-09 API-12 another tenant’s deposit is not there', () => {
  it('nor one that is nobody’s yet', async () => {
    const anonymous = ({ text }: Answer) => text.replace(/req_\w+/, '');
    const nobodys = await api.get('/v1/deposits/dep_aaaaaaaaaaaaaaaaaaaaaaaaaa');
    expect(nobodys.status).toBe(404);
    for (const name of ['theirs', 'quarantined']) {
      const answer = await api.get(`/v1/deposits/${ids[name]}`);
      expect([answer.status, anonymous(answer)]).toEqual([404, anonymous(nobodys)]);
    }
    expect(itemsOf(await api.get('/v1/deposits', 'other')).map(({ id }) => id)).toEqual([ids['theirs']]);
  });

  it('PO-16 IN-28 but the platform finds it, and why nobody can place it', async () => {
    const blocked = itemsOf(await api.get('/v1/deposits?limit=100&status=blocked', 'platform')).map(({ id }) => id);
    expect(blocked).toContain(ids['quarantined']);
    expect(await api.get(`/v1/deposits/${ids['quarantined']}`, 'platform')).toMatchObject({
      status: 200,
      body: { operator_id: null, wallet_id: null, credited_amount: null, review: { reason: 'unknown_widget' } },
    });
    expect((await api.get(`/v1/deposits/${ids['theirs']}`, 'platform')).body).toMatchObject({ operator_id: 'other' });
  });

  it.each(['x', 'dep_', 'ord_', '$all', '..', 'dep_aaaaaaaaaaaaaaaaaaaaaaaaaa%00'])('nor under %s', async (id) =>
    expect(await api.get(`/v1/deposits/${id}`)).toMatchObject({
      status: 404,
      body: { error: { code: 'resource_not_found' } },
    }),
  );
});
