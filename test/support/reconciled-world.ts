import { defaultSeed } from '#apps/inabit-sandbox/world/default-seed.js';

const coins = ['USDT', 'USDC', 'TRX'] as const;
export type Coin = (typeof coins)[number];

/** What stands in each wallet of the provider at first, of each coin; a wallet that is not named in `registered` is nobody's. */
const funds = {
  ops: { USDT: '50000', USDC: '50000', TRX: '50000' },
  safe: { USDT: '1000', USDC: '0', TRX: '0' },
  raided: { USDT: '1000', USDC: '0', TRX: '0' },
  gifted: { USDT: '1000', USDC: '0', TRX: '0' },
  deposits: { USDT: '0', USDC: '0', TRX: '0' },
  purchases: { USDT: '0', USDC: '0', TRX: '0' },
  stray: { USDT: '0', USDC: '0', TRX: '0' },
} as const satisfies Readonly<Record<string, Readonly<Record<Coin, string>>>>;

export type WalletName = keyof typeof funds;
export const registered = ['ops', 'safe', 'raided', 'gifted', 'deposits', 'purchases'] as const;

/** The sandbox's world of this stage: few coins, so that every balance is in our books as well. */
export const reconciledSeed = {
  wallets: Object.entries(funds).map(([name, balances]) => ({
    name,
    accounts: coins.map((asset) => ({ asset, blockchain: 'TRON', balance: balances[asset] })),
  })),
  widgets: [
    { ...defaultSeed.widgets[0], name: 'addresses', wallet: 'deposits' },
    { ...defaultSeed.widgets[0], name: 'nobody', wallet: 'stray' },
    { ...defaultSeed.widgets[1], name: 'orders', wallet: 'purchases' },
  ],
};

export function fundsOf(name: WalletName): readonly (readonly [Coin, bigint])[] {
  return coins.map((coin) => [coin, BigInt(funds[name][coin]) * 1_000_000n]);
}
