import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { usualNetworks } from '#libs/chains/networks.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { onboardingSteps } from '#libs/operators/onboarding-steps.js';
import { payoutStream } from '#libs/payouts/payout.codec.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { createLog } from '#libs/platform/logging.js';
import { payoutIdOf } from '../idempotency/idempotency.js';
import { createApi } from '../create-api.js';
import { goodBody, LedgerFacts } from '../testing/ledger-facts.js';
import { TestStores } from '../testing/test-api.js';

const keys = {
  acme: 'pk_live_k1_of-acme-0123456789-0123456789-0123456789',
  platform: 'pk_live_k2_of-the-platform-0123456789-0123456789',
} as const;
const signature = { mode: 'off', header: 'x', algorithm: 'sha256', secrets: [], timestampHeader: undefined } as const;

let stores: TestStores;
let streams: EventStreams;
let api: NestFastifyApplication;

beforeAll(async () => {
  stores = await TestStores.start();
  streams = connectEventStreams({ connectionString: stores.events.connectionString });
  api = await createApi({
    streams,
    database: stores.postgres.database,
    keys: [
      { role: 'tenant', keyId: 'k1', operatorId: 'acme', sha256: sha256(keys.acme) },
      { role: 'platform', keyId: 'k2', operatorId: 'platform', sha256: sha256(keys.platform) },
    ],
    webhooks: { pathSecrets: ['path-0123456789'], platformTokens: ['sub_0123456789'], signature },
    environment: 'live',
    onboardingRequired: false,
    networks: usualNetworks('live'),
    docsUrl: '/docs',
    clock: new SystemClock(),
    ids: new RandomIds(),
    log: createLog({ app: 'api', level: 'silent', format: 'json' }),
  });
  await new LedgerFacts(streams).registerWallet('wal_acme', 'acme');
});
afterAll(async () => {
  await api.close();
  await streams.close();
  await stores.remove();
});

async function post(as: keyof typeof keys, url: string, payload: object, key = 'key-1') {
  const headers = { authorization: `Bearer ${keys[as]}`, 'idempotency-key': key };
  const answer = await api.inject({ method: 'POST', url, headers, payload });
  return { status: answer.statusCode, body: answer.json() as unknown };
}
const pay = async () => post('acme', '/v1/withdrawals', goodBody);
const done = async (step: object) => post('platform', '/v1/operators/acme/steps', { ...step, evidence: 'ticket:4711' });
const missing = (...steps: readonly string[]) => ({
  status: 409,
  body: {
    error: {
      code: 'operator_not_live',
      details: steps.map((step) => ({ field: 'onboarding', problem: `${step} is missing` })),
    },
  },
});

const checklist = [
  { step: 'enterprise-plan-confirmed' },
  { step: 'device-paired' },
  { step: 'api-admin-approved', api_user: 'acme-admin', approved_by: 'owner@acme.example' },
  { step: 'api-signer-approved', api_user: 'acme-signer', approved_by: 'owner@acme.example' },
  { step: 'credentials-stored', reference: 'vault:ledger/acme' },
  { step: 'approver-paired', hosted_by: 'integrator', approved_by: 'owner@acme.example' },
  { step: 'master-wallet-opened', wallet_id: 'wal_master' },
  { step: 'funded', reference: 'opening:wal_master' },
];

describe('IN-14 live withdrawals', () => {
  it('wait until the checklist is complete, and name what is missing', async () => {
    expect(await pay()).toMatchObject(missing('registered', ...onboardingSteps));
    await post('platform', '/v1/operators', { operator_id: 'acme', name: 'Acme Games' });
    for (const [index, step] of checklist.entries()) {
      expect(await pay()).toMatchObject(missing(...onboardingSteps.slice(index)));
      expect(await done(step)).toMatchObject({ status: 200, body: { onboarded: index === checklist.length - 1 } });
    }
    expect(await pay()).toMatchObject({ status: 201 });
  });

  it('IN-16 take no credentials for a reference', async () => {
    const withdrawn = '/v1/operators/acme/steps/credentials-stored/withdraw';
    expect(await post('platform', withdrawn, { reason: 'Moved' })).toMatchObject({ body: { onboarded: false } });
    expect(await done({ step: 'credentials-stored', reference: keys.platform })).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_request', details: [{ field: 'reference' }] } },
    });
  });
});

describe('IN-28 live money on a test network', () => {
  const sepolia = 'USDT@ethereum-sepolia';
  const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
  const refused = { status: 422, body: { error: { code: 'network_not_allowed' } } };

  beforeAll(async () => {
    const facts = new LedgerFacts(streams);
    await facts.registerWallet('wal_master', 'platform', 'master');
    await facts.recordAddress('wal_acme', address, 'ethereum-sepolia');
  });

  it('is not paid out, and nothing is stored; on the main network it is', async () => {
    const payout = { ...goodBody, amount: '1', destination: { address } };
    expect(await post('acme', '/v1/withdrawals', { ...payout, asset: sepolia }, 'test-net')).toMatchObject(refused);
    expect((await streams.read(payoutStream(payoutIdOf('acme', 'test-net')))).events).toEqual([]);
    await done({ step: 'credentials-stored', reference: 'vault:ledger/acme' });
    const main = { ...payout, asset: 'USDT@ethereum' };
    expect(await post('acme', '/v1/withdrawals', main, 'main-net')).toMatchObject({ status: 201 });
  });

  it('is not transferred', async () => {
    const transfer = { from_wallet_id: 'wal_master', to_wallet_id: 'wal_acme', amount: '1', asset: sepolia };
    expect(await post('platform', '/v1/transfers', transfer, 'transfer')).toMatchObject(refused);
  });

  it.each([
    [sepolia, 'ETH@ethereum'],
    ['ETH@ethereum', sepolia],
  ])('is not swapped: %s into %s', async (asset, to_asset) => {
    const swap = { wallet_id: 'wal_master', amount: '1', asset, to_asset };
    expect(await post('platform', '/v1/swaps', swap, `swap-${asset.slice(0, 4)}`)).toMatchObject(refused);
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
