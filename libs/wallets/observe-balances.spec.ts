import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultSeed } from '#apps/inabit-sandbox/world/default-seed.js';
import { PayoutStage } from '#test/support/payout-stage.js';
import { SystemClock } from '../platform/clock.js';
import { RandomIds } from '../platform/ids.js';
import { ObserveBalances, WalletDirectory, type KnownWallet } from './observe-balances.job.js';
import { ProviderBalanceStreams } from './provider-balance-streams.js';

const seed = {
  assets: [...defaultSeed.assets, { code: 'DOGE', name: 'Doge', precision: 8, usdRate: '0.1' }],
  wallets: [
    {
      id: 'provider-1',
      name: 'One',
      accounts: [
        { asset: 'ETH', blockchain: 'ETH', balance: '0.000000000000000001' },
        { asset: 'USDT', blockchain: 'TRON', balance: '250' },
        { asset: 'USDC', blockchain: 'TRON', balance: '0' },
        { asset: 'DOGE', blockchain: 'TRON', balance: '5' },
      ],
    },
    { id: 'provider-2', name: 'Two', accounts: [{ asset: 'USDT', blockchain: 'TRON', balance: '7' }] },
  ],
};
let stage: PayoutStage;

beforeAll(async () => {
  stage = await PayoutStage.start({ seed });
});
afterAll(() => stage.stop());

class Registered extends WalletDirectory {
  constructor(private readonly ids: readonly (readonly [string, string])[]) {
    super();
  }

  async all(): Promise<readonly KnownWallet[]> {
    return this.ids.map(([providerWalletId, walletId]) => ({ providerWalletId, walletId, operatorId: 'acme' }));
  }
}

/** As one process does that has nothing in memory yet. */
function observe(wallets: readonly (readonly [string, string])[], reader = stage.usualGateway.reader) {
  const records = new ProviderBalanceStreams(stage.streams, new RandomIds());
  return new ObserveBalances(reader, new Registered(wallets), records, new SystemClock()).run();
}

const setBalance = (balance: string) =>
  fetch(`${stage.provider.controlUrl}/wallets/provider-1/balance`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ asset: 'USDT', blockchain: 'TRON', balance }),
  });
const seenOf = async (walletId: string, asset: string) =>
  (await stage.facts(`provider-balance-${walletId}-${asset}`)).map(({ data }) => data['balance']);
const usdt = (minor: string) => ({ minor, asset: 'USDT@tron/6' });

describe('IN-06 RS-09 what the provider says stands in the wallets', () => {
  const ours = [['provider-1', 'wal_1']] as const;

  it('is recorded when it changes, exactly, and never for a wallet that is not registered', async () => {
    expect(await observe(ours)).toEqual({ recorded: 2, unreadable: ['wal_1: DOGE on TRON'] });
    expect(await observe(ours)).toMatchObject({ recorded: 0 });
    await setBalance('0');
    expect(await observe(ours)).toMatchObject({ recorded: 1 });
    await setBalance('249.999999');
    expect(await observe(ours)).toMatchObject({ recorded: 1 });
    expect(await seenOf('wal_1', 'USDT@tron/6')).toEqual([usdt('250000000'), usdt('0'), usdt('249999999')]);
    expect(await seenOf('wal_1', 'ETH@ethereum/18')).toEqual([{ minor: '1', asset: 'ETH@ethereum/18' }]);
    expect(await seenOf('wal_1', 'USDC@tron/6')).toEqual([]);
    expect(await seenOf('wal_2', 'USDT@tron/6')).toEqual([]);
  });

  it('with the proof, and without a posting', async () => {
    const [fact] = await stage.facts('provider-balance-wal_1-USDT@tron/6');
    expect(fact?.data).toMatchObject({
      providerWalletId: 'provider-1',
      evidence: expect.stringMatching(/http 200 sha256:[0-9a-f]{64}/),
    });
    expect(await stage.facts('account-wal_1-USDT@tron/6')).toEqual([]);
  });

  it('once, though four workers look at once', async () => {
    const twoNames = [
      ['provider-gone', 'wal_gone'],
      ['provider-2', 'wal_two'],
      ['provider-2', 'wal_many'],
    ] as const;
    await Promise.all([1, 2, 3, 4].map(() => observe(twoNames)));
    expect(await seenOf('wal_two', 'USDT@tron/6')).toEqual([usdt('7000000')]);
    expect(await seenOf('wal_many', 'USDT@tron/6')).toEqual([usdt('7000000')]);
  });

  it('is not known while the provider does not answer', async () => {
    const { reader } = stage.gateway({ url: 'http://127.0.0.1:9' });
    await expect(observe([['provider-2', 'wal_away']], reader)).rejects.toThrow('The provider shows no wallets');
    expect(await seenOf('wal_away', 'USDT@tron/6')).toEqual([]);
    expect(await observe([], reader)).toEqual({ recorded: 0, unreadable: [] });
  });
});
