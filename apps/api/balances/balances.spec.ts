import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { available, external, reserved } from '#libs/ledger/account-name.js';
import { posting } from '#libs/ledger/posting.js';
import { amountOf, LedgerFacts, now } from '../testing/ledger-facts.js';
import { eventually, TestApi, TestStores } from '../testing/test-api.js';

let stores: TestStores;
let api: TestApi;

beforeAll(async () => {
  stores = await TestStores.start();
  await stores.startProjections();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  const facts = new LedgerFacts(api.streams);
  await facts.registerWallet('wal_a', 'acme');
  await facts.registerWallet('wal_b', 'acme');
  await facts.registerWallet('wal_other', 'other');
  await facts.credit('wal_a', amountOf('1000'));
  await facts.credit('wal_a', amountOf('0.000000000000000001', 'ETH@ethereum'));
  await facts.credit('wal_other', amountOf('7'));
  const [held, walletId] = [amountOf('12.5'), 'wal_a'];
  const hold = { walletId, holdId: 'h1', amount: held, heldAt: now };
  const capture = { walletId, holdId: 'h1', amount: held, reference: 'tx', capturedAt: now };
  await facts.appendToAccount(held, {
    type: 'FundsHeld',
    data: { ...hold, postings: [posting(available('wal_a'), reserved('wal_a'), held)] },
  });
  await facts.appendToAccount(held, {
    type: 'FundsHeld',
    data: { ...hold, holdId: 'h2', postings: [posting(available('wal_a'), reserved('wal_a'), held)] },
  });
  await facts.appendToAccount(held, {
    type: 'HoldCaptured',
    data: { ...capture, postings: [posting(reserved('wal_a'), external('tron'), held)] },
  });
  await facts.credit('wal_b', amountOf('3'));
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

const usdtOfA = {
  object: 'balance',
  wallet_id: 'wal_a',
  asset: 'USDT@tron',
  available: '975',
  reserved: '12.5',
  incoming: '0',
};
const ethOfA = { ...usdtOfA, asset: 'ETH@ethereum', available: '0.000000000000000001', reserved: '0' };
const usdtOfB = { ...usdtOfA, wallet_id: 'wal_b', available: '3', reserved: '0' };

describe('PO-05 balances come from our own postings', () => {
  it('by wallet and asset, exact', async () => {
    const all = [ethOfA, usdtOfA, usdtOfB];
    const read = () => api.get('/v1/balances');
    const { status, body } = await eventually(
      read,
      (answer) => JSON.stringify(answer.body['data']) === JSON.stringify(all),
    );
    expect({ status, body }).toEqual({ status: 200, body: { object: 'list', data: all } });
  });

  it.each([
    ['wallet_id=wal_b', [usdtOfB]],
    ['asset=USDT@tron', [usdtOfA, usdtOfB]],
    ['asset=ETH@ethereum/18', [ethOfA]],
    ['wallet_id=wal_a&asset=USDT%40tron', [usdtOfA]],
    ['wallet_id=wal_none', []],
    ['wallet_id=wal_other', []],
  ])('of %s', async (query, data) => {
    expect((await api.get(`/v1/balances?${query}`)).body).toEqual({ object: 'list', data });
  });

  it('S-09 of another tenant are the other tenant’s', async () => {
    const { body } = await api.get('/v1/balances', 'other');
    expect(body).toEqual({
      object: 'list',
      data: [{ ...usdtOfA, wallet_id: 'wal_other', available: '7', reserved: '0' }],
    });
  });

  it.each([
    ['asset=DOGE@tron', 422, 'unknown_asset'],
    ['asset=', 400, 'invalid_request'],
    ['wallet=wal_a', 400, 'invalid_request'],
    ['wallet_id=a&wallet_id=b', 400, 'invalid_request'],
    ['operator_id=other', 400, 'invalid_request'],
  ])('refuses %s', async (query, status, code) => {
    expect(await api.get(`/v1/balances?${query}`)).toMatchObject({ status, body: { error: { code } } });
  });
});
