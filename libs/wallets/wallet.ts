import { accept, reject, type Decider, type Decision } from '../decider/decider.js';
import type { WalletEvent, WalletRegistered, WalletRole } from './wallet.events.js';

export interface WalletCommand {
  readonly type: 'RegisterWallet';
  readonly data: {
    readonly walletId: string;
    readonly operatorId: string;
    readonly providerWalletId: string;
    readonly name: string;
    readonly role: WalletRole;
    readonly now: Date;
  };
}

export type WalletRejection = { readonly code: 'wallet-registered-otherwise'; readonly registered: WalletRegistered };

/** A wallet of the organisation that the ledger knows: whose it is, and what the provider calls it. */
export type Wallet =
  | { readonly status: 'unknown' }
  | { readonly status: 'registered'; readonly registration: WalletRegistered };

export const walletDecider: Decider<WalletCommand, Wallet, WalletEvent, WalletRejection> = {
  initial: { status: 'unknown' },
  decide: ({ data: { now, ...wanted } }, wallet): Decision<WalletEvent, WalletRejection> => {
    if (wallet.status === 'unknown')
      return accept({ type: 'WalletRegistered', data: { ...wanted, registeredAt: now } });
    const { registration } = wallet;
    const same =
      registration.operatorId === wanted.operatorId &&
      registration.providerWalletId === wanted.providerWalletId &&
      registration.role === wanted.role;
    return same ? accept() : reject({ code: 'wallet-registered-otherwise', registered: registration });
  },
  evolve: (_, { data }) => ({ status: 'registered', registration: data }),
};
