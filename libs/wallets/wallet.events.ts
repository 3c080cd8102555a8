import type { Chain } from '../money/asset.js';

/** The facts of one wallet stream, `wallet-<walletId>`. */
export type WalletEvent =
  | { readonly type: 'WalletRegistered'; readonly data: WalletRegistered }
  | { readonly type: 'WalletAddressRecorded'; readonly data: WalletAddressRecorded };

export interface WalletRegistered {
  readonly walletId: string;
  readonly operatorId: string;
  /** Wallets made by UI and by API are both registered here (IN-22). */
  readonly providerWalletId: string;
  readonly name: string;
  readonly role: WalletRole;
  readonly registeredAt: Date;
}

/** The wallet's own address on one chain: each chain has its own (IN-21). The latest one counts. */
export interface WalletAddressRecorded {
  readonly walletId: string;
  readonly chain: Chain;
  readonly address: string;
  readonly recordedAt: Date;
}

export type WalletRole = 'master' | 'operator' | 'deposit' | 'gas-station';
