/** The built-in world: one organisation, a Master Wallet, two operator wallets, wallets for deposits and gas, two widgets. */
export const defaultSeed = {
  seed: 'inabit-sandbox',
  organization: { name: 'Payouts.com', baseCurrency: 'USD', eurPerUsd: '0.92' },
  users: [
    { firstName: 'API', lastName: 'Admin', role: 'api-admin' },
    { firstName: 'API', lastName: 'Signer', role: 'api-signer' },
    { firstName: 'API', lastName: 'Viewer', role: 'api-viewer' },
    { firstName: 'Olivia', lastName: 'Owner', role: 'owner' },
    { firstName: 'Erik', lastName: 'Editor', role: 'editor' },
  ],
  blockchains: [
    {
      code: 'TRON',
      name: 'Tron',
      network: 'TRON',
      slug: 'tron',
      addressKind: 'tron',
      nativeAsset: 'TRX',
      confirmations: 20,
    },
    {
      code: 'ETH',
      name: 'Ethereum',
      network: 'ETH',
      slug: 'ethereum',
      addressKind: 'evm',
      nativeAsset: 'ETH',
      confirmations: 12,
    },
    {
      code: 'BTC',
      name: 'Bitcoin',
      network: 'BTC',
      slug: 'bitcoin',
      addressKind: 'bitcoin',
      nativeAsset: 'BTC',
      confirmations: 6,
    },
  ],
  assets: [
    { code: 'USDT', name: 'Tether', precision: 6, usdRate: '1' },
    { code: 'USDC', name: 'USD Coin', precision: 6, usdRate: '1' },
    { code: 'TRX', name: 'TRON', precision: 6, usdRate: '0.28' },
    { code: 'ETH', name: 'Ether', precision: 18, usdRate: '3000' },
    { code: 'BTC', name: 'Bitcoin', precision: 8, usdRate: '90000' },
  ],
  wallets: [
    { name: 'Master Wallet', accounts: accounts({ stable: '1000000', TRX: '100000', ETH: '250', BTC: '20' }) },
    { name: 'Operator Alpha', accounts: accounts({ stable: '250000', TRX: '25000', ETH: '50', BTC: '5' }) },
    { name: 'Operator Beta', accounts: accounts({ stable: '250000', TRX: '25000', ETH: '50', BTC: '5' }) },
    { name: 'Customer Deposits', accounts: accounts({ stable: '0', TRX: '0', ETH: '0', BTC: '0' }) },
    { name: 'Purchase Deposits', accounts: accounts({ stable: '0', TRX: '0', ETH: '0', BTC: '0' }) },
    { name: 'Gas Station', accounts: accounts({ stable: '0', TRX: '50000', ETH: '20', BTC: '1' }) },
  ],
  widgets: [
    {
      name: 'Customer addresses',
      kind: 'customer-address',
      merchant: 'Lucky Star',
      wallet: 'Customer Deposits',
      redirectUrl: 'http://www.inabit.com',
      acceptPartialPayment: false,
    },
    {
      name: 'Purchases',
      kind: 'purchase',
      merchant: 'Lucky Star',
      wallet: 'Purchase Deposits',
      redirectUrl: 'http://www.inabit.com',
      acceptPartialPayment: false,
    },
  ],
};

function accounts({ stable, TRX, ETH, BTC }: { stable: string; TRX: string; ETH: string; BTC: string }) {
  return [
    { asset: 'USDT', blockchain: 'TRON', balance: stable },
    { asset: 'USDC', blockchain: 'TRON', balance: stable },
    { asset: 'TRX', blockchain: 'TRON', balance: TRX },
    { asset: 'ETH', blockchain: 'ETH', balance: ETH },
    { asset: 'USDT', blockchain: 'ETH', balance: stable },
    { asset: 'USDC', blockchain: 'ETH', balance: stable },
    { asset: 'BTC', blockchain: 'BTC', balance: BTC },
  ];
}
