import { sameAddress } from '../chains/address.js';
import { accept, reject, unreachable, type DataOf, type Decider, type Decision } from '../decider/decider.js';
import type { Chain } from '../money/asset.js';
import type { WalletEvent, WalletRegistered, WalletRole } from './wallet.events.js';

export type WalletCommand =
  | { readonly type: 'RegisterWallet'; readonly data: RegisterWalletData }
  | { readonly type: 'RecordAddress'; readonly data: { chain: Chain; address: string; now: Date } };

export interface RegisterWalletData {
  readonly walletId: string;
  readonly operatorId: string;
  readonly providerWalletId: string;
  readonly name: string;
  readonly role: WalletRole;
  readonly now: Date;
}

export type WalletRejection =
  | { readonly code: 'wallet-registered-otherwise'; readonly registered: WalletRegistered }
  | { readonly code: 'wallet-not-found' };

/** A wallet of the organisation that the ledger knows: whose it is, what the provider calls it, where it is reached. */
export type Wallet =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'registered';
      readonly registration: WalletRegistered;
      readonly addresses: ReadonlyMap<Chain, string>;
    };

export type RegisteredWallet = Extract<Wallet, { status: 'registered' }>;

type WalletDecision = Decision<WalletEvent, WalletRejection>;

export const walletDecider: Decider<WalletCommand, Wallet, WalletEvent, WalletRejection> = {
  initial: { status: 'unknown' },
  decide: (command, wallet): WalletDecision => {
    switch (command.type) {
      case 'RegisterWallet':
        return registerWallet(command.data, wallet);
      case 'RecordAddress':
        return recordAddress(command.data, wallet);
      default:
        return unreachable(command);
    }
  },
  evolve,
};

function registerWallet({ now, ...wanted }: RegisterWalletData, wallet: Wallet): WalletDecision {
  if (wallet.status === 'unknown') return accept({ type: 'WalletRegistered', data: { ...wanted, registeredAt: now } });
  const { registration } = wallet;
  const same =
    registration.operatorId === wanted.operatorId &&
    registration.providerWalletId === wanted.providerWalletId &&
    registration.role === wanted.role;
  return same ? accept() : reject({ code: 'wallet-registered-otherwise', registered: registration });
}

function recordAddress(data: DataOf<WalletCommand, 'RecordAddress'>, wallet: Wallet): WalletDecision {
  if (wallet.status === 'unknown') return reject({ code: 'wallet-not-found' });
  const { chain, address, now } = data;
  const known = wallet.addresses.get(chain);
  if (known !== undefined && sameAddress(chain, known, address)) return accept();
  const { walletId } = wallet.registration;
  return accept({ type: 'WalletAddressRecorded', data: { walletId, chain, address, recordedAt: now } });
}

function evolve(wallet: Wallet, { type, data }: WalletEvent): Wallet {
  switch (type) {
    case 'WalletRegistered':
      return { status: 'registered', registration: data, addresses: new Map() };
    case 'WalletAddressRecorded':
      if (wallet.status === 'unknown') throw new Error(`${type} cannot follow on a wallet that is not registered`);
      return { ...wallet, addresses: new Map([...wallet.addresses, [data.chain, data.address]]) };
    default:
      return unreachable(type);
  }
}
