/** The facts of one wallet stream, `wallet-<walletId>`. */
export type WalletEvent = { readonly type: 'WalletRegistered'; readonly data: WalletRegistered };

export interface WalletRegistered {
  readonly walletId: string;
  readonly operatorId: string;
  /** Wallets made by UI and by API are both registered here (IN-22). */
  readonly providerWalletId: string;
  readonly name: string;
  readonly role: WalletRole;
  readonly registeredAt: Date;
}

export type WalletRole = 'master' | 'operator';
