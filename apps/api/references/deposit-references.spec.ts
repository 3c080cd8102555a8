import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { address, depositFacts, depositId, orderFacts, orderId } from '#libs/deposits/deposit.fixtures.js';
import { LedgerFacts } from '../testing/ledger-facts.js';
import { eventually, TestApi, TestStores, type Answer } from '../testing/test-api.js';

let stores: TestStores;
let api: TestApi;
const { DepositDetected, DepositQuarantined } = depositFacts;
const { OrderOpened, OrderAllocated, OrderPaymentSeen, OrderQuarantined } = orderFacts;

beforeAll(async () => {
  stores = await TestStores.start();
  await stores.startProjections();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  const facts = new LedgerFacts(api.streams);
  const operatorId = 'acme';
  const detected = { ...DepositDetected, data: { ...DepositDetected.data, operatorId } };
  await facts.appendToDeposit(depositId, DepositQuarantined, detected);
  const opened = { ...OrderOpened, data: { ...OrderOpened.data, operatorId } };
  await facts.appendToOrder(orderId, OrderQuarantined, opened, OrderAllocated, OrderAllocated, OrderPaymentSeen);
  await eventually(find('hash-1'), ({ body }) => (body['data'] as []).length > 0);
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

const find = (reference: string) => async (): Promise<Answer> => api.get(`/v1/references/${reference}`);
const found = (kind: string, id: string) =>
  expect.objectContaining({ kind, resource: 'deposit', id, url: `/v1/deposits/${id}` });

describe('PO-08 OP-06 deposits and orders are found', () => {
  it.each([
    ['deposit_id', depositId, depositId],
    ['provider_id', DepositDetected.data.providerId, depositId],
    ['transaction_hash', '0xbb22', depositId],
    ['order_id', orderId, orderId],
    ['provider_id', OrderOpened.data.providerId, orderId],
    ['transaction_hash', 'hash-1', orderId],
  ])('by %s %s', async (kind, reference, id) =>
    expect(await find(reference)()).toMatchObject({ status: 200, body: { data: [found(kind, id)] } }),
  );

  it.each([
    ['address', address],
    ['customer_key', 'c0ffee'],
  ])('both by their %s', async (kind, reference) => {
    const { body } = await find(reference)();
    expect(body['data']).toHaveLength(2);
    expect(body['data']).toEqual(expect.arrayContaining([found(kind, depositId), found(kind, orderId)]));
  });

  it('S-09 by their own tenant only', async () =>
    expect((await api.get(`/v1/references/${depositId}`, 'other')).body).toEqual({ object: 'list', data: [] }));
});
