import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PayoutStage } from '#test/support/payout-stage.js';
import { runCli } from '../support/run-command.spec-support.js';
import { walletCommand } from './wallet.command.js';

let stage: PayoutStage;
const before = { ...process.env };

beforeAll(async () => {
  stage = await PayoutStage.start();
  const { graphqlUrl, adminLoginToken, organizationId, adminUserId } = stage.provider;
  Object.assign(process.env, {
    EVENTSTORE_URL: stage.eventStoreUrl,
    INABIT_URL: graphqlUrl,
    INABIT_LOGIN_TOKEN: adminLoginToken,
    INABIT_ORGANIZATION_ID: organizationId,
    INABIT_API_ADMIN_ID: adminUserId,
  });
});
afterAll(async () => {
  process.env = before;
  await stage.stop();
});

/** Of the last command. */
let exitCode: number;

async function ledger(...args: string[]): Promise<string> {
  const run = await runCli(walletCommand(), ...args);
  exitCode = run.exitCode;
  return run.text + run.errors;
}

const types = async (stream: string) => (await stage.facts(stream)).map(({ type }) => type);

describe('IN-22 ledger wallet', () => {
  it('opens a wallet at the provider, registers it with its addresses, and does nothing more when repeated', async () => {
    const open = ['open', '--id', 'wal_new', '--operator', 'acme', '--name', 'Acme'];
    expect(await ledger(...open)).toBe('wal_new is Acme [wal_new] of acme\n');
    const facts = await types('wallet-wal_new');
    expect(facts).toEqual(['WalletRegistered.v1', ...Array.from({ length: 3 }, () => 'WalletAddressRecorded.v1')]);
    expect(await ledger(...open)).toBe('wal_new is Acme [wal_new] of acme\n');
    expect(await types('wallet-wal_new')).toEqual(facts);
    expect(await types('opening-wal_new')).toEqual(['WalletOpeningStarted.v1', 'WalletOpened.v1']);
    expect(await ledger(...open, '--role', 'deposit')).toContain('being opened otherwise');
    expect(exitCode).toBe(1);
  });

  it('registers a gas station', async () => {
    const gas = stage.provider.wallets.find(({ name }) => name === 'Gas Station');
    const args = ['--id', 'wal_gas', '--operator', 'platform', '--provider-id', gas?.id ?? '', '--role', 'gas-station'];
    expect(await ledger('register', ...args)).toContain('wal_gas is Gas Station of platform\n  50000 TRX@tron/6\n');
    expect((await stage.facts('wallet-wal_gas'))[0]?.data).toMatchObject({ role: 'gas-station' });
  });
});
