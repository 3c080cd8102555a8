import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { goodBody, LedgerFacts } from '../testing/ledger-facts.js';
import { bound, broadcast, reserved, settled, started } from '../testing/payout-lives.js';
import { eventually, TestApi, TestStores, type Answer } from '../testing/test-api.js';

const headers = { 'idempotency-key': 'my-key-1', 'x-request-id': 'my-request-1' };
let stores: TestStores;
let api: TestApi;
let id: string;

beforeAll(async () => {
  stores = await TestStores.start();
  await stores.startProjections();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  const facts = new LedgerFacts(api.streams);
  await facts.registerWallet('wal_acme', 'acme');
  id = String((await api.post(goodBody, headers)).body['id']);
  await facts.appendToPayout(id, ...[reserved, started, bound, broadcast, settled].map((fact) => fact(id)));
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

const count = ({ body }: Answer): number => (body['data'] as []).length;
const find = (reference: string) => async (): Promise<Answer> =>
  api.get(`/v1/references/${encodeURIComponent(reference)}`);

describe('PO-08 OP-06 a withdrawal is found', () => {
  it.each([
    ['payout_id', () => id],
    ['request_id', () => 'my-request-1'],
    ['idempotency_key', () => 'my-key-1'],
    ['reference', () => goodBody.reference],
    ['note', () => `test-${id}-1`],
    ['player_id', () => goodBody.player_id],
    ['address', () => goodBody.destination.address],
    ['provider_id', () => `tx/${id}`],
    ['transaction_hash', () => `hash-${id}`],
  ])('by its %s', async (kind, reference) => {
    const { status, body } = await eventually(find(reference()), (answer) => count(answer) > 0);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        object: 'list',
        data: [{ kind, resource: 'withdrawal', id, url: `/v1/withdrawals/${id}`, recorded_at: expect.any(String) }],
      },
    });
  });

  it('with all others that share the reference, the newest first', async () => {
    const newer = String((await api.post({ ...goodBody, reference: 'newer' })).body['id']);
    const { body } = await eventually(find(goodBody.player_id), (answer) => count(answer) > 1);
    expect((body['data'] as { id: string }[]).map((each) => each.id)).toEqual([newer, id]);
  });

  it('S-09 by its own tenant only', async () => {
    const { status, body } = await api.get(`/v1/references/${id}`, 'other');
    expect([status, body]).toEqual([200, { object: 'list', data: [] }]);
  });

  it.each(['nothing', '\0', "'; drop table x --", '💸', '%', '../..'])('not by %j', async (reference) => {
    expect(await find(reference)()).toMatchObject({ status: 200, body: { data: [] } });
  });
});
