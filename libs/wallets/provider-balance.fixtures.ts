import { money } from '../money/money.js';
import type { ProviderBalanceEvent } from './provider-balance.events.js';

export const balanceObserved: ProviderBalanceEvent = {
  type: 'ProviderBalanceObserved',
  data: {
    walletId: 'wal_1',
    providerWalletId: 'provider-wallet-1',
    balance: money({ token: 'USDT', chain: 'tron', decimals: 6 }, 250_000_000_001n),
    evidence: 'found http 200 sha256:a1 2026-01-05T12:00:07.089Z',
    observedAt: new Date('2026-01-05T12:00:07.089Z'),
  },
};
