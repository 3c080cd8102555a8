import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultSeed } from '#apps/inabit-sandbox/world/default-seed.js';
import { MortalProcess, ProcessEnded } from '#test/support/mortal-process.js';
import { PayoutStage } from '#test/support/payout-stage.js';
import type { EventStreams } from '../event-streams/event-streams.js';
import { Accounts } from '../ledger/accounts.js';
import { SystemClock } from '../platform/clock.js';
import type { AggregateStore } from '../event-streams/aggregate-store.js';
import { RegisteredWallets } from './registered-wallet-streams.js';
import {
  RegisterWallet,
  type RegisteredWallet,
  type WalletBooks,
  type WalletToRegister,
} from './register-wallet.job.js';

const balances = [
  { asset: 'ETH', blockchain: 'ETH', balance: '123456789.123456789012345678' },
  { asset: 'USDT', blockchain: 'TRON', balance: '250000.000001' },
  { asset: 'BTC', blockchain: 'BTC', balance: '0.00000001' },
  { asset: 'USDC', blockchain: 'TRON', balance: '0' },
];
const dust = [{ asset: 'ETH', blockchain: 'ETH', balance: '0.000000000000000001' }];
const unknownCoin = (balance: string) => [...dust, { asset: 'DOGE', blockchain: 'TRON', balance }];
const seed = {
  assets: [...defaultSeed.assets, { code: 'DOGE', name: 'Doge', precision: 8, usdRate: '0.1' }],
  wallets: [
    ...Array.from({ length: 60 }, (_, n) => ({ id: `provider-${n}`, name: 'Operator Alpha', accounts: balances })),
    { id: 'provider-dust', name: 'Operator Beta', accounts: dust },
    { id: 'provider-doge', name: 'Operator Doge', accounts: unknownCoin('5') },
    { id: 'provider-no-doge', name: 'Operator No Doge', accounts: unknownCoin('0') },
  ],
};
let stage: PayoutStage;

beforeAll(async () => {
  stage = await PayoutStage.start({ seed, numberNotation: 'exponent' });
});

afterAll(() => stage.stop());

let serial = 0;
/** A wallet of ours for a wallet of the provider's that no other is for. */
const wanted = (changes: Partial<WalletToRegister> = {}): WalletToRegister => {
  const nth = serial++;
  return {
    walletId: `wal_${nth}`,
    operatorId: 'acme',
    providerWalletId: `provider-${nth}`,
    role: 'operator',
    ...changes,
  };
};

function booksOf(store: AggregateStore): WalletBooks {
  return { store, accounts: new Accounts(store, 'cli'), registered: new RegisteredWallets(stage.streams) };
}

/** Registers as one process does that has nothing in memory yet. */
function register(wallet: WalletToRegister, streams: EventStreams = stage.streams): Promise<RegisteredWallet> {
  const store = stage.aggregates(streams);
  const { reader } = stage.usualGateway;
  return new RegisterWallet(booksOf(store), reader, new SystemClock()).register(wallet);
}

/** What stands in the log about a wallet: each stream's facts, with their amounts. */
async function booked({ walletId }: WalletToRegister): Promise<Readonly<Record<string, unknown>>> {
  const assetsOf = ['ETH@ethereum/18', 'USDT@tron/6', 'BTC@bitcoin/8', 'USDC@tron/6'];
  const names = [`wallet-${walletId}`, ...assetsOf.map((asset) => `account-${walletId}-${asset}`)];
  const facts = await Promise.all(names.map((name) => stage.facts(name)));
  const entries = names.map((name, index) => [
    name.replace(`account-${walletId}-`, ''),
    (facts[index] ?? []).map(({ type, data }) => data['postings'] ?? type),
  ]);
  return Object.fromEntries(entries.filter(([, found]) => found?.length));
}

const opening = (walletId: string, chain: string, asset: string, minor: string) => [
  [{ from: `external:${chain}`, to: `wallet:${walletId}:available`, amount: { minor, asset } }],
];

function allOf(walletId: string) {
  return {
    [`wallet-${walletId}`]: ['WalletRegistered.v1'],
    'ETH@ethereum/18': opening(walletId, 'ethereum', 'ETH@ethereum/18', '123456789123456789012345678'),
    'USDT@tron/6': opening(walletId, 'tron', 'USDT@tron/6', '250000000001'),
    'BTC@bitcoin/8': opening(walletId, 'bitcoin', 'BTC@bitcoin/8', '1'),
  };
}

describe('IN-22 IN-23 registering a wallet of the provider', () => {
  it('INV-L5 books what stands in it, to the last of 18 decimals', async () => {
    const wallet = wanted();
    expect(await register(wallet)).toMatchObject({ outcome: 'registered', name: 'Operator Alpha' });
    expect(await booked(wallet)).toEqual(allOf(wallet.walletId));
  });

  it('INV-L5 books a single wei', async () => {
    const wallet = wanted({ providerWalletId: 'provider-dust' });
    await register(wallet);
    expect(await booked(wallet)).toMatchObject({
      'ETH@ethereum/18': opening(wallet.walletId, 'ethereum', 'ETH@ethereum/18', '1'),
    });
  });

  it('DW-32 changes nothing when it is repeated, whatever has become of the balance', async () => {
    const wallet = wanted();
    await register(wallet);
    const url = `${stage.provider.controlUrl}/wallets/${wallet.providerWalletId}/balance`;
    const setBalance = (balance: string) =>
      fetch(url, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ asset: 'USDT', blockchain: 'TRON', balance }),
      });
    await setBalance('9');
    expect(await register(wallet)).toMatchObject({ outcome: 'registered' });
    await setBalance('250000.000001');
    expect(await register(wallet)).toMatchObject({ outcome: 'registered' });
    expect(await booked(wallet)).toEqual(allOf(wallet.walletId));
  });

  it('changes nothing more when four do it at once', async () => {
    const wallet = wanted();
    await Promise.all([1, 2, 3, 4].map(() => register(wallet)));
    expect(await booked(wallet)).toEqual(allOf(wallet.walletId));
  });

  it.each(['before', 'after'] as const)('goes on where it ended, %s any one of its calls', async (when) => {
    for (let call = 1; ; call++) {
      const wallet = wanted();
      const mortal = new MortalProcess(call, when);
      const ended = await register(wallet, mortal.port(stage.streams)).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (ended === undefined) break;
      expect(ended).toBeInstanceOf(ProcessEnded);
      await register(wallet);
      expect(await booked(wallet)).toEqual(allOf(wallet.walletId));
      expect(call).toBeLessThan(20);
    }
  });
});

describe('IN-26 registering is refused, and nothing is written', () => {
  it.each([
    [
      'a wallet that the provider does not know',
      { providerWalletId: 'provider-none' },
      'knows no wallet provider-none',
    ],
    ['money in a coin that nobody knows', { providerWalletId: 'provider-doge' }, 'DOGE on TRON'],
  ])('%s', async (_, changes, reason) => {
    const wallet = wanted(changes);
    expect(await register(wallet)).toEqual({ outcome: 'refused', reason: expect.stringContaining(reason) });
    expect(await booked(wallet)).toEqual({});
  });

  it.each([{ operatorId: 'other' }, { providerWalletId: 'provider-59' }, { role: 'master' as const }])(
    'a wallet that is registered otherwise: %j',
    async (changes) => {
      const wallet = wanted();
      await register(wallet);
      const reason = expect.stringContaining('registered already, otherwise');
      expect(await register({ ...wallet, ...changes })).toEqual({ outcome: 'refused', reason });
      expect(await booked(wallet)).toEqual(allOf(wallet.walletId));
    },
  );

  it('a wallet of the provider that is another one of ours already', async () => {
    const first = wanted();
    await register(first);
    const second = wanted({ providerWalletId: first.providerWalletId });
    const reason = `${first.providerWalletId} is ${first.walletId} already`;
    expect(await register(second)).toEqual({ outcome: 'refused', reason });
    expect(await booked(second)).toEqual({});
  });

  it('a provider that does not answer', async () => {
    const wallet = wanted();
    const store = stage.aggregates();
    const { reader } = stage.gateway({ url: 'http://127.0.0.1:9' });
    const job = new RegisterWallet(booksOf(store), reader, new SystemClock());
    expect(await job.register(wallet)).toMatchObject({ outcome: 'refused' });
    expect(await booked(wallet)).toEqual({});
  });
});

describe('IN-21 a coin that nobody knows', () => {
  it('is no obstacle while there is none of it', async () => {
    const wallet = wanted({ providerWalletId: 'provider-no-doge' });
    expect(await register(wallet)).toMatchObject({ outcome: 'registered' });
    expect(Object.keys(await booked(wallet))).toEqual([`wallet-${wallet.walletId}`, 'ETH@ethereum/18']);
  });
});
