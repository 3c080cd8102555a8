import type { WalletRole } from './wallet.events.js';

/** The facts of one `opening-<walletId>` stream: asking the provider for a new wallet (IN-22). */
export type OpeningEvent =
  | { readonly type: 'WalletOpeningRequested'; readonly data: WalletOpeningRequested }
  | { readonly type: 'WalletOpeningStarted'; readonly data: WalletOpeningStarted }
  | { readonly type: 'WalletOpeningRefused'; readonly data: WalletOpeningRefused }
  | { readonly type: 'WalletOpeningUnknown'; readonly data: WalletOpeningUnknown }
  | { readonly type: 'WalletOpened'; readonly data: WalletOpened };

export interface OpeningRequest {
  readonly walletId: string;
  readonly operatorId: string;
  readonly role: WalletRole;
  /** What the provider is asked to call it. No other wallet of the organisation has that name. */
  readonly name: string;
}

/** Somebody wants it; the worker asks the provider. */
export interface WalletOpeningRequested extends OpeningRequest {
  /** `key:<keyId>`. */
  readonly by: string;
  readonly requestedAt: Date;
}

/** Written before the provider is asked: whoever wrote it asks, once. */
export interface WalletOpeningStarted extends OpeningRequest {
  /** From 1. */
  readonly attempt: number;
  readonly startedAt: Date;
}

/** Nothing was made, for certain: it may be started again. */
export interface WalletOpeningRefused {
  readonly walletId: string;
  readonly attempt: number;
  readonly reason: string;
  readonly evidence: string;
  readonly refusedAt: Date;
}

/** It may have been made or not. Nobody asks again; it is looked for by its name. */
export interface WalletOpeningUnknown {
  readonly walletId: string;
  readonly attempt: number;
  readonly reason: string;
  readonly evidence: string;
  readonly seenAt: Date;
}

/** The provider answered with it, or it was found there by its name. */
export interface WalletOpened {
  readonly walletId: string;
  readonly attempt: number;
  readonly providerWalletId: string;
  readonly evidence: string;
  readonly openedAt: Date;
}
