import type { WalletEvent } from './wallet.events.js';
import type { RegisterWalletData, WalletCommand } from './wallet.js';

const wanted = {
  walletId: 'wal_1',
  operatorId: 'op_1',
  providerWalletId: 'provider-wallet-1',
  name: 'Payouts',
  role: 'operator',
} as const;
const now = new Date('2026-01-05T12:00:07.089Z');

type Fact<Type extends WalletEvent['type']> = Extract<WalletEvent, { type: Type }>;

export const registered: Fact<'WalletRegistered'> = {
  type: 'WalletRegistered',
  data: { ...wanted, registeredAt: now },
};

export const tronAddress = 'TNRdqbyspDT2QYXmH8XnQtPjyKe3oBd3M6';

export function addressRecorded(address = tronAddress): Fact<'WalletAddressRecorded'> {
  return { type: 'WalletAddressRecorded', data: { walletId: 'wal_1', chain: 'tron', address, recordedAt: now } };
}

export function registerWallet(changes: Partial<RegisterWalletData> = {}): WalletCommand {
  return { type: 'RegisterWallet', data: { ...wanted, now, ...changes } };
}

export function recordAddress(address = tronAddress): WalletCommand {
  return { type: 'RecordAddress', data: { chain: 'tron', address, now } };
}
