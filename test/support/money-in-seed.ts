import { defaultSeed } from '#apps/inabit-sandbox/world/default-seed.js';

/** By widget: what its operator wants done with too much. Each has a wallet of its own, `wal_<widget>` with us. */
export const widgetRules = {
  players: 'credit',
  ignore: 'ignore',
  credit: 'credit',
  refund: 'refund',
  partial: 'credit',
} as const;

const coins = [
  ['USDT', 'TRON'],
  ['ETH', 'ETH'],
  ['BTC', 'BTC'],
  ['USDT', 'SEP'],
].map(([asset, blockchain]) => ({ asset, blockchain, balance: '0' }));

const sepolia = {
  code: 'SEP',
  name: 'Sepolia',
  network: 'SEP',
  slug: 'ethereum-sepolia',
  addressKind: 'evm',
  nativeAsset: 'ETH',
  confirmations: 12,
};

/** Widgets for every rule of overcharges, and the chain of the provider's own samples. */
export const moneyInSeed = {
  blockchains: [...defaultSeed.blockchains, sepolia],
  wallets: [...defaultSeed.wallets, ...Object.keys(widgetRules).map((name) => ({ name, accounts: coins }))],
  widgets: Object.keys(widgetRules).map((name) => ({
    name,
    wallet: name,
    kind: name === 'players' ? 'customer-address' : 'purchase',
    merchant: 'Lucky Star',
    redirectUrl: 'http://www.inabit.com',
    acceptPartialPayment: name === 'partial',
  })),
};
