import type { WalletEvent } from './wallet.events.js';
import type { WalletCommand } from './wallet.js';

const wanted = {
  walletId: 'wal_1',
  operatorId: 'op_1',
  providerWalletId: 'provider-wallet-1',
  name: 'Payouts',
  role: 'operator',
} as const;
const now = new Date('2026-01-05T12:00:07.089Z');

export const registered: WalletEvent = { type: 'WalletRegistered', data: { ...wanted, registeredAt: now } };

export function registerWallet(changes: Partial<WalletCommand['data']> = {}): WalletCommand {
  return { type: 'RegisterWallet', data: { ...wanted, now, ...changes } };
}
