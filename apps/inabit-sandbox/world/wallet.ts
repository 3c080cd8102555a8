import type { AddressKind } from './addresses.js';

export interface Blockchain {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly network: string;
  readonly slug: string;
  readonly addressKind: AddressKind;
  readonly nativeAsset: string;
  /** How many the Terminal waits for. */
  readonly confirmations: number;
}

export interface FinancialAsset {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly precision: number;
  readonly usdRate: string;
}

export interface Wallet {
  readonly id: string;
  readonly name: string;
  readonly accounts: WalletAccount[];
}

export interface WalletAccount {
  readonly asset: FinancialAsset;
  readonly blockchain: Blockchain;
  readonly address: string;
  balance: bigint;
}
