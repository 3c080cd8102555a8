import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { money } from '#libs/money/money.js';
import { breakFacts } from '#libs/reconciliation/reconciliation.fixtures.js';
import type { SweepEvent } from '#libs/sweeps/sweep.events.js';
import {
  closed,
  detected,
  failed,
  feeResolved,
  resolved,
  reviewRequired,
  settled,
  usdt,
} from '#libs/sweeps/sweep.fixtures.js';
import { LedgerFacts } from '../testing/ledger-facts.js';
import { eventually, TestApi, TestStores, type Answer } from '../testing/test-api.js';

let stores: TestStores;
let api: TestApi;
type Who = 'acme' | 'other' | 'platform';

/** 60 of `wal_a`, which is acme's, and 40 of the other's `wal_b`. */
const ofTwo: SweepEvent = {
  type: 'SweepSettled',
  data: {
    ...settled().data,
    parts: [
      { walletId: 'wal_a', operatorId: 'acme', amount: money(usdt, 60n) },
      { walletId: 'wal_b', operatorId: 'other', amount: money(usdt, 40n) },
    ],
  },
};
const ofOne: SweepEvent = {
  type: 'SweepSettled',
  data: { ...settled(100n, [100n]).data, transactionHash: 'hash-of-one' },
};
const alone = detected(100n, ['wal_a']);
/** What the API says of each life. */
const lives: Readonly<Record<string, readonly SweepEvent[]>> = {
  pending: [detected()],
  blocked: [detected(), reviewRequired()],
  confirmed: [detected(), ofTwo, closed],
  'confirmed-without-payer': [alone, ofOne, reviewRequired('gas-station-unknown'), closed],
  'confirmed-with-payer': [alone, ofOne, reviewRequired('gas-station-unknown'), closed, feeResolved],
  failed: [alone, failed, closed],
  canceled: [alone, reviewRequired(), resolved('dismissed')],
  theirs: [detected(7n, ['wal_b'])],
};
const all = Object.keys(lives);
const ofAcme = all.filter((name) => name !== 'theirs');

beforeAll(async () => {
  stores = await TestStores.start();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  const facts = new LedgerFacts(api.streams);
  await facts.registerWallet('wal_a', 'acme', 'deposit');
  await facts.registerWallet('wal_b', 'other', 'deposit');
  await facts.registerWallet('wal_m', 'platform', 'master');
  for (const [index, [providerId, life]] of Object.entries(lives).entries()) {
    // Two of one instant, on both sides of a page's end.
    const detectedAt = new Date(Date.UTC(2026, 4, 18, 12, 0, providerId === 'confirmed-without-payer' ? 2 : index));
    const own = life.map(
      (fact): SweepEvent => ({ ...fact, data: { ...fact.data, providerId, detectedAt } }) as SweepEvent,
    );
    await facts.appendToSweep(providerId, ...own);
  }
  for (const ledgerId of ['confirmed', 'failed', 'confirmed-without-payer']) {
    const breakId = breakIdOf(ledgerId);
    const { walletId: _, ...opened } = breakFacts.BreakOpened.data;
    await facts.appendToBreak(breakId, {
      type: 'BreakOpened',
      data: { ...opened, breakId, ledgerId, providerId: ledgerId },
    });
  }
  await stores.startProjections();
  await eventually(
    () => list('?limit=100', 'platform'),
    (answer) => itemsOf(answer).length === all.length,
  );
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

const breakIdOf = (ledgerId: string) =>
  `br_${ledgerId
    .replaceAll(/[^a-z]/g, '')
    .padEnd(24, 'a')
    .slice(0, 24)}`;
const list = (query = '', as: Who = 'acme') => api.get(`/v1/sweeps${query}`, as);
const find = (id: string, as: Who = 'acme') => api.get(`/v1/sweeps/${id}`, as);
const itemsOf = ({ body }: Answer) => (body['data'] ?? []) as { id: string; created_at: string }[];
const idsOf = (answer: Answer) => itemsOf(answer).map(({ id }) => id);

describe('a sweep can be read', () => {
  it('by the platform, whole', async () => {
    expect(await find('confirmed', 'platform')).toMatchObject({
      status: 200,
      body: {
        id: 'confirmed',
        object: 'sweep',
        status: 'confirmed',
        sources: [
          { wallet_id: 'wal_a', operator_id: 'acme', amount: '0.00006' },
          { wallet_id: 'wal_b', operator_id: 'other', amount: '0.00004' },
        ],
        to_wallet_id: 'wal_m',
        amount: '0.0001',
        asset: 'USDT@tron',
        closed: true,
        transaction_hash: 'hash-1',
        review: null,
        created_at: '2026-05-18T12:00:02.000Z',
      },
    });
    expect((await find('blocked', 'platform')).body['review']).toEqual({
      reason: 'sources_differ_from_books',
      since: '2026-01-05T12:00:07.089Z',
      detail: 'wal_a has 1',
    });
  });

  it('S-09 by a tenant as far as it is its own: no wallet, no amount and no balance of others', async () => {
    const { text, body } = await find('confirmed');
    expect(body).toMatchObject({
      sources: [{ wallet_id: 'wal_a', operator_id: 'acme', amount: '0.00006' }],
      amount: '0.00006',
    });
    const pending = await find('pending');
    expect(pending.body).toMatchObject({ sources: [{ wallet_id: 'wal_a', amount: null }], amount: null });
    const blocked = await find('blocked');
    expect(blocked.body['review']).toMatchObject({ reason: 'sources_differ_from_books', detail: null });
    for (const shown of [text, pending.text, blocked.text]) expect(shown).not.toMatch(/wal_b|other|wal_a has/);
    expect((await find('failed')).body).toMatchObject({ status: 'failed', amount: '0.0001' });
  });

  it('with its review ended by people, and the stage in which they ended it', async () => {
    expect((await find('canceled')).body).toMatchObject({ status: 'canceled', closed: true, review: null });
    expect((await find('confirmed-without-payer')).body).toMatchObject({
      status: 'confirmed',
      review: { reason: 'gas_station_unknown' },
    });
    expect((await find('confirmed-with-payer')).body).toMatchObject({ status: 'confirmed', review: null });
  });

  it.each(['theirs', 'nothing', '..', 'confirmed%00', 'x'.repeat(65)])('S-09 not under %s', async (id) =>
    expect(await find(id)).toMatchObject({ status: 404, body: { error: { code: 'resource_not_found' } } }),
  );
});

describe('PO-09 PO-10 sweeps are listed', () => {
  it.each<[string, Who, readonly string[]]>([
    ['', 'platform', all],
    ['', 'acme', ofAcme],
    ['', 'other', ['pending', 'blocked', 'confirmed', 'theirs']],
    ['?operator_id=other', 'acme', ofAcme],
    ['?operator_id=other', 'platform', ['pending', 'blocked', 'confirmed', 'theirs']],
    ['?status=confirmed', 'acme', ['confirmed', 'confirmed-without-payer', 'confirmed-with-payer']],
    ['?status=blocked', 'acme', ['blocked']],
    ['?status=canceled', 'platform', ['canceled']],
    ['?status=pending', 'platform', ['pending', 'theirs']],
    ['?wallet_id=wal_b', 'platform', ['pending', 'blocked', 'confirmed', 'theirs']],
    ['?wallet_id=wal_b', 'acme', []],
    ['?wallet_id=wal_m', 'acme', ofAcme],
    ['?wallet_id=wal_a&status=failed', 'acme', ['failed']],
  ])('with %j by %s', async (query, as, expected) => {
    expect(idsOf(await list(query, as))).toEqual(expected.toReversed());
  });

  it('page by page, each once', async () => {
    const paged: string[] = [];
    for (let next = ''; next !== 'end'; ) {
      const { body, ...answer }: Answer = await list(`?limit=2${next}`);
      paged.push(...idsOf({ ...answer, body }));
      expect(body['has_more']).toBe(body['next_cursor'] !== null);
      next = body['has_more'] === true ? `&cursor=${String(body['next_cursor'])}` : 'end';
    }
    expect(paged).toEqual(ofAcme.toReversed());
  });

  it.each(['status=reversed', 'limit=0', 'cursor=x', 'wallet_id=%00', 'stage=settled'])('refuses %s', async (query) =>
    expect(await list(`?${query}`)).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } }),
  );
});

describe('PO-08 OP-06 a sweep is found and traced', () => {
  const found = (id: string) => expect.objectContaining({ resource: 'sweep', id, url: `/v1/sweeps/${id}` });
  const ask = (path: string, reference: string, as: Who) => api.get(`/v1/${path}/${reference}`, as);

  it.each([
    ['confirmed', 'confirmed'],
    ['hash-1', 'confirmed'],
    ['hash-1', 'failed'],
  ])('by %s, by the platform', async (reference, id) => {
    for (const path of ['references', 'trace'])
      expect((await ask(path, reference, 'platform')).body['data']).toContainEqual(found(id));
  });

  it('S-09 by a tenant when all of it is its own', async () => {
    const { body } = await ask('trace', 'hash-of-one', 'acme');
    expect(body['data']).toEqual(['confirmed-with-payer', 'confirmed-without-payer'].map(found));
    for (const reference of ['confirmed', 'theirs', 'hash-1'])
      for (const path of ['references', 'trace']) expect((await ask(path, reference, 'acme')).body['data']).toEqual([]);
    expect((await ask('trace', 'hash-of-one', 'other')).body['data']).toEqual([]);
  });

  it('PO-02 with its facts, each in a sentence, and what is not known yet', async () => {
    const traceOf = async (id: string) =>
      ((await ask('trace', id, 'platform')).body['data'] as { events: { event: string; description: string }[] }[])[0];
    const settledOne = await traceOf('confirmed');
    expect(settledOne?.events.map(({ event }) => event)).toEqual([
      'SweepDetected',
      'SweepSettled',
      'SweepClosed',
      'BreakOpened',
    ]);
    expect(settledOne?.events[1]?.description).toBe(
      'The sweep settled: 0.0001 USDT@tron of wal_a and 1 more is in wal_m.',
    );
    expect(await traceOf('blocked')).toMatchObject({
      not_known_yet: [
        'blocked: whether blocked settles',
        'blocked: what a person decides: sources differ from books, since 2026-01-05T12:00:07.089Z',
      ],
    });
    expect(await traceOf('canceled')).toMatchObject({ not_known_yet: [] });
  });
});

describe('RS-02 a break about a sweep', () => {
  it('says in which wallet, and whose it is', async () => {
    const place = async (ledgerId: string) => {
      const { body } = await api.get(`/v1/breaks/${breakIdOf(ledgerId)}`, 'platform');
      return [body['subject_id'], body['wallet_id'], body['operator_id']];
    };
    expect(await place('confirmed')).toEqual(['confirmed', 'wal_m', 'platform']);
    expect(await place('confirmed-without-payer')).toEqual(['confirmed-without-payer', 'wal_m', 'acme']);
    expect(idsOf(await api.get('/v1/breaks?wallet_id=wal_m', 'platform'))).toHaveLength(3);
    expect(idsOf(await api.get('/v1/breaks?operator_id=acme', 'platform'))).toEqual([
      breakIdOf('confirmed-without-payer'),
    ]);
  });
});
