import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountStream } from '#libs/ledger/account.codec.js';
import { fiatWallet } from '#libs/operators/funding.js';
import { authorization, eventually, TestApi, TestStores, type Answer } from '../testing/test-api.js';

let stores: TestStores;
let api: TestApi;

beforeAll(async () => {
  stores = await TestStores.start();
  await stores.startProjections();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  const payload = { operator_id: 'acme', name: 'Acme Games' };
  await api.ask('/v1/operators', { method: 'POST', headers, payload });
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

const headers = { ...authorization('platform'), 'content-type': 'application/json' };
const good = {
  amount: '10000.50',
  asset: 'EUR@fiat',
  reference: 'SEPA-2026-0001',
  value_date: '2026-01-05',
  evidence: 'statement:2026-01-05/7',
};
const fund = async (payload: object, key = 'key-1', operatorId = 'acme'): Promise<Answer> =>
  api.ask(`/v1/operators/${operatorId}/fundings`, {
    method: 'POST',
    headers: { ...headers, 'idempotency-key': key },
    payload,
  });
const account = accountStream(fiatWallet('acme'), { token: 'EUR', chain: 'fiat', decimals: 2 });
const booked = async () => (await api.streams.read(account)).events;

describe('IN-09 POST /v1/operators/{id}/fundings', () => {
  it('books what came once, however often it is told', async () => {
    const first = await fund(good);
    expect(first).toMatchObject({
      status: 201,
      body: { object: 'funding', operator_id: 'acme', status: 'recorded', amount: '10000.5', asset: 'EUR@fiat' },
    });
    const again = await fund(good);
    expect(again).toMatchObject({ status: 201, headers: { 'idempotent-replayed': 'true' }, body: first.body });
    expect(await fund({ ...good, amount: '1' })).toMatchObject({
      status: 409,
      body: { error: { code: 'idempotency_conflict' } },
    });
    expect(await booked()).toHaveLength(1);
  });

  it('IN-02 books it with who said so, for which operator, and as of which day', async () => {
    const [event] = await booked();
    expect(event?.metadata).toMatchObject({
      actor: 'key:k3',
      onBehalfOf: 'acme',
      idempotencyKey: 'key-1',
      effectiveAt: '2026-01-05T00:00:00.000Z',
    });
  });

  it('INV-L1 leaves all accounts together at zero', async () => {
    const read = async () =>
      stores.postgres.database
        .selectFrom('read.account_balance')
        .select(['account', 'balance_minor'])
        .where('asset', '=', 'EUR@fiat/2')
        .orderBy('account')
        .execute();
    const balances = await eventually(read, ({ length }) => length === 2);
    expect(balances.map(({ account: name, balance_minor: minor }) => [name, minor])).toEqual([
      ['external:fiat', '-1000050'],
      ['wallet:fiat.acme:available', '1000050'],
    ]);
  });

  it.each([
    ['no decimal', { amount: '1e3' }, 422, 'invalid_amount'],
    ['nothing', { amount: '0' }, 422, 'invalid_amount'],
    ['a part of a cent', { amount: '0.001' }, 422, 'invalid_amount'],
    ['a number', { amount: 12.5 }, 400, 'invalid_request'],
    ['no known asset', { asset: 'XAU@fiat' }, 422, 'unknown_asset'],
    ['no fiat', { asset: 'USDT@tron' }, 422, 'unknown_asset'],
    ['a day that there is not', { value_date: '2026-02-30' }, 400, 'invalid_request'],
    ['a day to come', { value_date: '2999-01-01' }, 400, 'invalid_request'],
    ['an unknown field', { note: 'a' }, 400, 'invalid_request'],
  ])('refuses %s', async (_, changes, status, code) =>
    expect(await fund({ ...good, ...changes }, 'key-2')).toMatchObject({ status, body: { error: { code } } }),
  );

  it('says what is wrong with an amount in the words of the other routes', async () => {
    const message = 'The amount has more decimals than the asset.';
    expect(await fund({ ...good, amount: '0.001' }, 'key-2')).toMatchObject({ body: { error: { message } } });
  });

  it('refuses it without a key, and for nobody', async () => {
    expect(await fund(good, '')).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
    const unknown = await fund(good, 'key-3', 'nobody');
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: 'resource_not_found' } } });
  });
});
