import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdvanceOpening } from '#libs/wallets/advance-opening.job.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { SystemClock } from '#libs/platform/clock.js';
import { OpenWallet } from '#libs/wallets/open-wallet.job.js';
import { RegisteredWallets } from '#libs/wallets/registered-wallet-streams.js';
import { RegisterWallet } from '#libs/wallets/register-wallet.job.js';
import { PayoutStage } from '#test/support/payout-stage.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';
import { authorization, TestApi, type Answer } from '../testing/test-api.js';

let stage: PayoutStage;
let postgres: TestDatabase;
let api: TestApi;

beforeAll(async () => {
  [stage, postgres] = await Promise.all([PayoutStage.start(), createTestDatabase()]);
  api = await TestApi.start(stage.eventStoreUrl, postgres.database);
});
afterAll(async () => {
  await api.stop();
  await stage.stop();
  await postgres.drop();
});

type As = Parameters<typeof authorization>[0];
const body = { operator_id: 'platform', role: 'gas_station', name: 'Gas' };
const open = (key: string, changes: object = {}, as: As = 'platform'): Promise<Answer> => {
  const headers = { ...authorization(as), 'content-type': 'application/json', 'idempotency-key': key };
  return api.ask('/v1/wallets', { method: 'POST', headers, payload: { ...body, ...changes } });
};
const opening = ({ headers }: Answer) => api.get(String(headers['location']), 'platform');

/** Carries on as one worker does that has nothing in memory yet. */
function advance({ body: { id } }: Answer) {
  const { wallets, reader } = stage.usualGateway;
  const [store, clock] = [stage.aggregates(), new SystemClock()];
  const registration = new RegisterWallet(
    { store, accounts: new Accounts(store, 'worker'), registered: new RegisteredWallets(stage.streams) },
    reader,
    clock,
  );
  return new AdvanceOpening(store, new OpenWallet(store, wallets, reader, clock), registration).advance(String(id));
}

async function misbehave(scenario: string): Promise<void> {
  const text = JSON.stringify({ scenario, operation: 'createWalletWithInabit' });
  const headers = { 'content-type': 'application/json' };
  await fetch(`${stage.provider.controlUrl}/scenarios`, { method: 'POST', headers, body: text });
}

/** The provider's wallets that carry our id. */
async function made({ body: { id } }: Answer): Promise<number> {
  const response = await fetch(`${stage.provider.controlUrl}/world`);
  const { wallets } = (await response.json()) as { readonly wallets: readonly { readonly name: string }[] };
  return wallets.filter(({ name }) => name.endsWith(`[${String(id)}]`)).length;
}

const types = async ({ body: { id } }: Answer, noun: string) =>
  (await stage.facts(`${noun}-${String(id)}`)).map(({ type }) => type.replace('.v1', ''));

describe('IN-22 POST /v1/wallets', () => {
  it('stores the request, and is answered the same for the same key', async () => {
    const first = await open('key-1');
    expect(first).toMatchObject({
      status: 201,
      body: { object: 'wallet_opening', status: 'pending', operator_id: 'platform', role: 'gas_station' },
    });
    expect(first.body['id']).toMatch(/^wal_[a-z2-7]{26}$/);
    expect(first.body['name']).toBe(`Gas [${String(first.body['id'])}]`);
    const again = await open('key-1');
    expect(again).toMatchObject({ status: 201, body: first.body, headers: { 'idempotent-replayed': 'true' } });
    expect(await types(first, 'opening')).toEqual(['WalletOpeningRequested']);
    expect(await made(first)).toBe(0);
  });

  it('the same key with another body is refused', async () => {
    await open('key-2');
    for (const changes of [{ name: 'Other' }, { role: 'master' }])
      expect(await open('key-2', changes)).toMatchObject({
        status: 409,
        body: { error: { code: 'idempotency_conflict' } },
      });
  });

  it.each<[string, object, As, number]>([
    ['an operator that is not registered', { operator_id: 'nobody' }, 'platform', 404],
    ['a role that nobody knows', { role: 'piggy_bank' }, 'platform', 400],
    ['no name', { name: '' }, 'platform', 400],
    ['S-09 a tenant', { operator_id: 'acme' }, 'acme', 403],
  ])('refuses %s', async (_, changes, as, status) => {
    expect(await open(`refused-${JSON.stringify(changes)}`, changes, as)).toMatchObject({ status });
  });

  it('has no opening of what nobody asked for', async () => {
    for (const path of ['/v1/wallets/wal_none/opening', '/v1/wallets/%00/opening'])
      expect(await api.get(path, 'platform')).toMatchObject({ status: 404 });
  });
});

describe('IN-22 F3.2 the worker then', () => {
  it('opens it, registers it, and does nothing more however often it looks', async () => {
    const asked = await open('worker-1');
    await Promise.all([advance(asked), advance(asked), advance(asked)]);
    expect(await advance(asked)).toEqual({ outcome: 'done' });
    expect(await made(asked)).toBe(1);
    expect(await types(asked, 'wallet')).toEqual(['WalletRegistered']);
    const { body: seen } = await opening(asked);
    expect(seen).toMatchObject({ status: 'opened', provider_reference: expect.any(String) });
    expect((await open('worker-1')).body).toEqual(asked.body);
  });

  it.each(['lose-response-after-acceptance', 'error-after-commit'])(
    'never opens a second one when the outcome is unknown, but finds the first: %s',
    async (scenario) => {
      const asked = await open(`worker-${scenario}`);
      await misbehave(scenario);
      expect(await advance(asked)).toMatchObject({ outcome: 'open' });
      expect((await opening(asked)).body).toMatchObject({ status: 'unknown' });
      expect(await advance(asked)).toEqual({ outcome: 'done' });
      expect(await made(asked)).toBe(1);
    },
  );

  it('does not ask again for what may be under way, and ends where it was refused for certain', async () => {
    const [lost, refused] = [await open('worker-lost'), await open('worker-refused')];
    await misbehave('lose-response-before-acceptance');
    for (let looks = 0; looks < 3; looks++) expect(await advance(lost)).toMatchObject({ outcome: 'open' });
    expect(await made(lost)).toBe(0);
    await misbehave('http-403');
    expect(await advance(refused)).toMatchObject({ outcome: 'open' });
    expect(await advance(refused)).toEqual({ outcome: 'done' });
    expect((await opening(refused)).body).toMatchObject({ status: 'failed', provider_reference: null });
  });
});
