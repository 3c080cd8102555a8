import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { available, external, incoming, reserved, suspense } from '#libs/ledger/account-name.js';
import { posting } from '#libs/ledger/posting.js';
import { amountOf, LedgerFacts, now, tronAddress } from '../testing/ledger-facts.js';
import { eventually, TestApi, TestStores, type Answer } from '../testing/test-api.js';

let stores: TestStores;
let api: TestApi;

beforeAll(async () => {
  stores = await TestStores.start();
  await stores.startProjections();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  const facts = new LedgerFacts(api.streams);
  await facts.registerWallet('wal_master', 'platform', 'master');
  await facts.registerWallet('wal-acme', 'acme');
  await facts.registerWallet('wal_acme_in', 'acme', 'deposit');
  await facts.registerWallet('wal_other', 'other', 'gas-station');
  await facts.recordAddress('wal-acme', 'TNRdqbyspDT2QYXmH8XnQtPjyKe3oBd3M6');
  await facts.recordAddress('wal-acme', tronAddress);
  await facts.credit('wal-acme', amountOf('1000'));
  const held = amountOf('12.5');
  await facts.appendToAccount(held, {
    type: 'FundsHeld',
    data: {
      walletId: 'wal-acme',
      holdId: 'h1',
      amount: held,
      heldAt: now,
      postings: [posting(available('wal-acme'), reserved('wal-acme'), held)],
    },
  });
  await facts.appendToAccount(held, {
    type: 'HoldCaptured',
    data: {
      walletId: 'wal-acme',
      holdId: 'h1',
      amount: amountOf('2.5'),
      reference: 'tx',
      capturedAt: now,
      postings: [posting(reserved('wal-acme'), external('tron'), amountOf('2.5'))],
    },
  });
  const aside = amountOf('5');
  await facts.appendToAccount(aside, {
    type: 'AccountDebited',
    data: {
      walletId: 'wal-acme',
      amount: aside,
      reference: 'excess',
      reason: 'correction',
      evidence: 'pull',
      debitedAt: now,
      postings: [
        posting(available('wal-acme'), suspense('overcharge-ord_1'), aside),
        posting(suspense('overcharge-ord_1'), incoming('wal-acme'), amountOf('2')),
        posting(incoming('wal-acme'), external('tron'), amountOf('2')),
      ],
    },
  });
  await facts.observe('wal-acme', amountOf('990'));
  await facts.observe('wal-acme', amountOf('997.5'));
  await facts.observe('wal-acme', amountOf('0.000000000000000001', 'ETH@ethereum'));
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

type As = 'acme' | 'other' | 'platform';
const get = (path: string, as: As) => async (): Promise<Answer> => api.get(`/v1/wallets${path}`, as);
const idsOf = ({ body }: Answer) => (body['data'] as { id: string }[]).map(({ id }) => id);
const all = ['wal_other', 'wal_master', 'wal_acme_in', 'wal-acme'];

const acme = {
  id: 'wal-acme',
  object: 'wallet',
  operator_id: 'acme',
  name: 'wal-acme',
  role: 'operator',
  provider_reference: 'provider-wal-acme',
  addresses: [{ chain: 'tron', address: tronAddress }],
  balances: [
    {
      asset: 'ETH@ethereum',
      available: '0',
      reserved: '0',
      incoming: '0',
      suspended: '0',
      provider: { balance: '0.000000000000000001', observed_at: now.toISOString() },
    },
    {
      asset: 'USDT@tron',
      available: '982.5',
      reserved: '10',
      incoming: '0',
      suspended: '3',
      provider: { balance: '997.5', observed_at: now.toISOString() },
    },
  ],
  registered_at: now.toISOString(),
};

describe('IN-07 IN-20 IN-21 a wallet as its owner looks at it', () => {
  it('RS-09 shows what it is, where it is reached, our balances and the provider’s beside them', async () => {
    const wanted = JSON.stringify(acme);
    const { status, body } = await eventually(get('/wal-acme', 'acme'), ({ text }) => text === wanted);
    expect({ status, body }).toEqual({ status: 200, body: acme });
  });

  it('is listed', async () => {
    const { body } = await eventually(get('', 'platform'), (answer) => idsOf(answer).length === all.length);
    expect(body).toMatchObject({ object: 'list', has_more: false, next_cursor: null });
    expect(body['data']).toContainEqual(acme);
    expect(body['data']).toContainEqual({
      ...acme,
      id: 'wal_other',
      operator_id: 'other',
      name: 'wal_other',
      role: 'gas_station',
      provider_reference: 'provider-wal_other',
      addresses: [],
      balances: [],
    });
  });

  it.each<[As, string, readonly string[]]>([
    ['acme', '', ['wal_acme_in', 'wal-acme']],
    ['acme', '?role=deposit', ['wal_acme_in']],
    ['acme', '?operator_id=other', ['wal_acme_in', 'wal-acme']],
    ['other', '', ['wal_other']],
    ['platform', '', all],
    ['platform', '?operator_id=acme', ['wal_acme_in', 'wal-acme']],
    ['platform', '?role=gas_station', ['wal_other']],
    ['platform', '?role=master&operator_id=acme', []],
  ])('S-09 %s sees, with %j, %j', async (as, query, ids) => {
    expect(idsOf(await get(query, as)())).toEqual(ids);
  });

  it('page by page, each once', async () => {
    const paged: string[] = [];
    for (let next = ''; next !== 'end'; ) {
      const answer = await get(`?limit=1${next}`, 'platform')();
      paged.push(...idsOf(answer));
      next = answer.body['has_more'] === true ? `&cursor=${String(answer.body['next_cursor'])}` : 'end';
    }
    expect(paged).toEqual(all);
  });

  it.each<[As, string]>([
    ['other', '/wal-acme'],
    ['acme', '/wal_master'],
    ['platform', '/wal_none'],
    ['platform', `/${encodeURIComponent('../$all')}`],
    ['platform', '/%00'],
  ])('S-09 %s finds nothing under %s', async (as, path) => {
    expect(await get(path, as)()).toMatchObject({ status: 404, body: { error: { code: 'resource_not_found' } } });
  });

  it.each(['role=gas-station', 'limit=101', 'cursor=x', 'name=wal_other'])('API-09 refuses %s', async (query) => {
    expect(await get(`?${query}`, 'platform')()).toMatchObject({ status: 400 });
  });
});
