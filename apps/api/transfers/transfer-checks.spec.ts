import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { onboardingSteps } from '#libs/operators/onboarding-steps.js';
import { onboarded, stepWithdrawn } from '#libs/operators/operator.fixtures.js';
import { transferStream } from '#libs/transfers/transfer.codec.js';
import { transferIdOf } from '../idempotency/idempotency.js';
import { LedgerFacts, tronAddress } from '../testing/ledger-facts.js';
import { authorization, TestApi, TestStores } from '../testing/test-api.js';

const transfer = { from_wallet_id: 'wal_master', to_wallet_id: 'wal_acme', amount: '1', asset: 'USDT@tron' };

let stores: TestStores;
/** Its operators have to be onboarded. */
let api: TestApi;
let facts: LedgerFacts;

beforeAll(async () => {
  stores = await TestStores.start();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database, {}, true);
  facts = new LedgerFacts(api.streams);
  await facts.registerWallet('wal_master', 'platform', 'master');
  await facts.registerWallet('wal_elsewhere', 'organisation-2', 'master');
  await facts.registerWallet('wal_acme', 'acme');
  await facts.recordAddress('wal_acme', tronAddress);
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

const send = (key: string, payload: object = transfer) => {
  const headers = { ...authorization('platform'), 'content-type': 'application/json', 'idempotency-key': key };
  return api.ask('/v1/transfers', { method: 'POST', headers, payload });
};
const storedOf = async (key: string) => (await api.streams.read(transferStream(transferIdOf('platform', key)))).events;
const missing = (...steps: readonly string[]) => ({
  status: 409,
  body: {
    error: {
      code: 'operator_not_live',
      details: steps.map((step) => ({ field: 'onboarding', problem: `${step} is missing` })),
    },
  },
});

describe('IN-14 transfers to an operator that has to be onboarded', () => {
  it('wait for every step of its onboarding, and answer what was asked before for ever', async () => {
    expect(await send('first')).toMatchObject(missing('registered', ...onboardingSteps));
    expect(await storedOf('first')).toEqual([]);

    await facts.appendToOperator('acme', ...onboarded);
    const sent = await send('first');
    expect(sent.status).toBe(201);

    await facts.appendToOperator('acme', stepWithdrawn('approver-paired'));
    expect(await send('second')).toMatchObject(missing('approver-paired'));
    expect(await send('first')).toMatchObject({ status: 201, body: sent.body });
    expect(await storedOf('first')).toHaveLength(1);
  });
});

describe('S-09 transfers out of the Master Wallet of another organisation', () => {
  it('are refused as those out of no wallet are', async () => {
    const refused = await send('third', { ...transfer, from_wallet_id: 'wal_elsewhere' });
    const none = await send('fourth', { ...transfer, from_wallet_id: 'wal_none' });
    expect(refused).toMatchObject({ status: 404, body: { error: { details: [{ field: 'from_wallet_id' }] } } });
    expect(refused.body['error']).toEqual({ ...(none.body['error'] as object), request_id: expect.any(String) });
    expect(await storedOf('third')).toEqual([]);
  });
});
