import type { DataOf } from '../decider/decider.js';
import { money } from '../money/money.js';
import type { Wallet } from '../wallets/wallet.js';
import type { WalletRole } from '../wallets/wallet.events.js';
import type { TransferEvent, TransferFailureCode, TransferRequest } from './transfer.events.js';
import type { Transfer } from './transfer.js';

export const now = new Date('2026-01-05T12:10:07.089Z');
export const transferId = 'tr_abcdefghijklmnopqrstuvwxyz';
export const payoutId = 'po_abcdefghijklmnopqrstuvwxyz';

export const transferRequest: TransferRequest = {
  transferId,
  requestedBy: 'platform',
  fromWalletId: 'wal_master',
  fromOperatorId: 'platform',
  providerWalletId: 'provider-wallet-0',
  toWalletId: 'wal_2',
  toOperatorId: 'op_1',
  destination: 'TNRdqbyspDT2QYXmH8XnQtPjyKe3oBd3M6',
  amount: money({ token: 'USDT', chain: 'tron', decimals: 6 }, 12_500_000n),
  reference: 'funding-7',
  idempotencyKey: 'key-1',
  requestHash: 'a1'.repeat(32),
  requestedAt: now,
};

function fact<Type extends TransferEvent['type']>(type: Type, data: DataOf<TransferEvent, Type>) {
  return { type, data };
}

export const requested = fact('TransferRequested', transferRequest);
export const placed = fact('TransferLegPlaced', { transferId, payoutId, placedAt: now });
export const legSettled = fact('TransferLegSettled', {
  transferId,
  payoutId,
  providerId: 'tx-1',
  evidence: 'pull',
  settledAt: now,
});
export const failed = (code: TransferFailureCode = 'failed-at-provider') =>
  fact('TransferFailed', { transferId, code, failedAt: now });
export const completed = fact('TransferCompleted', { transferId, completedAt: now });

/** What happened to a transfer that has this status. */
export const historyOf: Readonly<Record<Transfer['status'], readonly TransferEvent[]>> = {
  absent: [],
  requested: [requested],
  placed: [requested, placed],
  'in-transit': [requested, placed, legSettled],
  completed: [requested, placed, legSettled, completed],
  failed: [requested, placed, failed()],
};

/** One of each fact, with every optional field. */
export const transferFacts: { readonly [Type in TransferEvent['type']]: Extract<TransferEvent, { type: Type }> } = {
  TransferRequested: requested,
  TransferLegPlaced: placed,
  TransferLegSettled: legSettled,
  TransferFailed: failed(),
  TransferCompleted: completed,
};

export function walletOf(role: WalletRole, address?: string): Wallet {
  const id = role === 'master' ? 'wal_master' : 'wal_2';
  const operatorId = role === 'master' ? 'platform' : 'op_1';
  const registration = { walletId: id, operatorId, providerWalletId: 'provider-wallet-0', name: id, role } as const;
  return {
    status: 'registered',
    registration: { ...registration, registeredAt: now },
    addresses: address === undefined ? new Map() : new Map([['tron', address]]),
  };
}
