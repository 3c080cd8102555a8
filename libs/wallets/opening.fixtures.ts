import type { OpeningEvent } from './opening.events.js';

type Facts = { readonly [Type in OpeningEvent['type']]: Extract<OpeningEvent, { type: Type }> };

const at = new Date('2026-01-05T12:00:07.089Z');
const seen = { walletId: 'wal_1', attempt: 1, evidence: 'timeout 2026-01-05T12:00:07.089Z' };
const request = { walletId: 'wal_1', operatorId: 'op_1', role: 'operator', name: 'Payouts [wal_1]' } as const;

export const openingFacts: Facts = {
  WalletOpeningRequested: { type: 'WalletOpeningRequested', data: { ...request, by: 'key:k1', requestedAt: at } },
  WalletOpeningStarted: { type: 'WalletOpeningStarted', data: { ...request, attempt: 1, startedAt: at } },
  WalletOpeningRefused: { type: 'WalletOpeningRefused', data: { ...seen, reason: 'forbidden', refusedAt: at } },
  WalletOpeningUnknown: { type: 'WalletOpeningUnknown', data: { ...seen, reason: 'timeout', seenAt: at } },
  WalletOpened: { type: 'WalletOpened', data: { ...seen, providerWalletId: 'provider-wallet-1', openedAt: at } },
};
