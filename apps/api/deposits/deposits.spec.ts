import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { depositFacts, orderFacts, units } from '#libs/deposits/deposit.fixtures.js';
import type { DepositEvent } from '#libs/deposits/deposit.events.js';
import { depositIdOf, orderIdOf } from '#libs/deposits/incoming-id.js';
import type { OrderEvent } from '#libs/deposits/order.events.js';
import type { DepositStatus, TerminalStatus } from '#libs/deposits/terminal-status.js';
import { LedgerFacts } from '../testing/ledger-facts.js';
import { eventually, TestApi, TestStores, type Answer } from '../testing/test-api.js';

let stores: TestStores;
let api: TestApi;
const customerKey = 'ab'.repeat(32);
const ids: Record<string, string> = {};

/** Each detected a second after the one before. */
let seconds = 0;
const later = () => new Date(Date.UTC(2026, 4, 18, 12, 0, seconds++));

function depositLife(name: string, operatorId: string, ...facts: readonly DepositEvent[]): readonly DepositEvent[] {
  const depositId = (ids[name] = depositIdOf(name));
  const data = { ...depositFacts.DepositDetected.data, operatorId, providerId: name, customerKey, detectedAt: later() };
  const all: readonly DepositEvent[] = [{ type: 'DepositDetected', data }, ...facts];
  return all.map((fact): DepositEvent => ({ ...fact, data: { ...fact.data, depositId } }) as DepositEvent);
}

function orderLife(name: string, operatorId: string, ...facts: readonly OrderEvent[]): readonly OrderEvent[] {
  const orderId = (ids[name] = orderIdOf(name));
  const data = { ...orderFacts.OrderOpened.data, operatorId, providerId: name, walletId: 'wal_o', openedAt: later() };
  const all: readonly OrderEvent[] = [{ type: 'OrderOpened', data }, orderFacts.OrderAllocated, ...facts];
  return all.map((fact): OrderEvent => ({ ...fact, data: { ...fact.data, orderId } }) as OrderEvent);
}

const deposit = {
  is: (status: DepositStatus): DepositEvent => {
    const { type, data } = depositFacts.DepositStatusChanged;
    return { type, data: { ...data, status } };
  },
  reversed: { type: 'DepositMoneyMoved', data: { ...depositFacts.DepositMoneyMoved.data, money: 'reversed' } },
} as const;
const order = {
  is: (status: TerminalStatus): OrderEvent => {
    const { type, data } = orderFacts.OrderStatusChanged;
    return { type, data: { ...data, status } };
  },
  paid: (incomingId: string, whole: bigint, received: bigint): OrderEvent => {
    const { type, data } = orderFacts.OrderPaymentSeen;
    const amounts = { amount: units(whole), received: units(received) };
    return { type, data: { ...data, ...amounts, incomingId, transactionHashes: [incomingId], seenAt: later() } };
  },
  credited: (incomingId: string): OrderEvent => {
    const { type, data } = orderFacts.OrderMoneyMoved;
    return { type, data: { ...data, incomingId } };
  },
  suspended: (incomingId: string): OrderEvent => {
    const { type, data } = orderFacts.OrderMoneyMoved;
    return { type, data: { ...data, incomingId, money: 'suspended' } };
  },
};

const { DepositMoneyMoved: credited, DepositReviewRequired, DepositQuarantined } = depositFacts;
const { OrderExcessSetAside, OrderReviewRequired, OrderReviewClosed } = orderFacts;

/** What the API says of each life. */
const depositLives: Readonly<Record<string, readonly DepositEvent[]>> = {
  'dep pending': [],
  'dep blocked': [DepositReviewRequired],
  'dep uncredited': [deposit.is('Completed')],
  'dep confirmed': [deposit.is('Completed'), credited, deposit.is('Swept')],
  'dep forked': [deposit.is('Completed'), credited, deposit.is('PendingFork')],
  'dep failed': [deposit.is('Failed'), deposit.reversed],
  'dep reversed': [deposit.is('Completed'), credited, deposit.is('Failed'), deposit.reversed],
};
const bothPaid = [order.paid('inc_1', 60n, 60n), order.paid('inc_2', 70n, 130n), order.is('Completed')];
const bothCredited = [...bothPaid, order.credited('inc_1'), order.credited('inc_2')];
const orderLives: Readonly<Record<string, readonly OrderEvent[]>> = {
  'ord pending': [],
  'ord half credited': [...bothPaid, order.credited('inc_1')],
  'ord confirmed': [...bothCredited, OrderExcessSetAside],
  'ord expired': [order.is('Expired')],
  'ord late': [order.is('Expired'), order.paid('inc_1', 100n, 100n), OrderReviewRequired],
  'ord late, decided': [order.is('Expired'), order.paid('inc_1', 100n, 100n), OrderReviewRequired, OrderReviewClosed],
  'ord late, completed': [order.paid('inc_1', 100n, 100n), order.is('Completed'), order.suspended('inc_1')],
  'ord no address': [order.is('GenerateAddressFailed')],
  'ord reversed': [...bothCredited, order.is('Failed')],
};
const count = Object.keys({ ...depositLives, ...orderLives }).length;
const itemsOf = ({ body }: Answer) => body['data'] as { id: string; created_at: string }[];

beforeAll(async () => {
  stores = await TestStores.start();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  const facts = new LedgerFacts(api.streams);
  for (const [name, life] of Object.entries(depositLives))
    await facts.appendToDeposit(depositIdOf(name), ...depositLife(name, 'acme', ...life));
  for (const [name, life] of Object.entries(orderLives))
    await facts.appendToOrder(orderIdOf(name), ...orderLife(name, 'acme', ...life));
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
    ['status=pending', ['dep pending', 'dep uncredited', 'dep forked', 'ord pending', 'ord half credited']],
    ['status=blocked', ['dep blocked', 'ord late']],
    ['status=confirmed', ['dep confirmed', 'ord confirmed']],
    ['status=failed', ['dep failed', 'ord no address']],
    ['status=canceled', ['ord expired', 'ord late, decided', 'ord late, completed']],
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

describe('S-09 another tenant’s deposit is not there', () => {
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

  it.each(['x', 'dep_', 'ord_', '$all', '..', 'dep_aaaaaaaaaaaaaaaaaaaaaaaaaa%00'])('nor under %s', async (id) =>
    expect(await api.get(`/v1/deposits/${id}`)).toMatchObject({
      status: 404,
      body: { error: { code: 'resource_not_found' } },
    }),
  );
});
