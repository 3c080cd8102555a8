import type { Money } from '../money/money.js';

/** The facts of one transfer stream, `transfer-<transferId>`: Master Wallet to operator's wallet, in two legs (IN-11). */
export type TransferEvent =
  | { readonly type: 'TransferRequested'; readonly data: TransferRequest }
  | { readonly type: 'TransferLegPlaced'; readonly data: { transferId: string; payoutId: string; placedAt: Date } }
  | { readonly type: 'TransferLegSettled'; readonly data: TransferLegSettled }
  | { readonly type: 'TransferFailed'; readonly data: TransferFailed }
  | { readonly type: 'TransferCompleted'; readonly data: { transferId: string; completedAt: Date } };

export interface TransferRequest {
  readonly transferId: string;
  /** Who asked for it. */
  readonly requestedBy: string;
  readonly fromWalletId: string;
  /** The organisation's id, whose wallet pays. */
  readonly fromOperatorId: string;
  readonly providerWalletId: string;
  readonly toWalletId: string;
  readonly toOperatorId: string;
  /** The receiving wallet's recorded address on the asset's chain, when the transfer was requested. */
  readonly destination: string;
  readonly amount: Money;
  readonly reference?: string | undefined;
  readonly idempotencyKey: string;
  /** SHA-256 of the canonical request body: the same key with another body is a conflict (API-13). */
  readonly requestHash: string;
  readonly requestedAt: Date;
}

/** The first leg is on the chain; its money is in transit. */
export interface TransferLegSettled {
  readonly transferId: string;
  readonly payoutId: string;
  readonly providerId: string;
  readonly evidence: string;
  readonly settledAt: Date;
}

/** The first leg ended without paying: its hold is released and transit was never touched. */
export interface TransferFailed {
  readonly transferId: string;
  readonly code: TransferFailureCode;
  readonly failedAt: Date;
}

export type TransferFailureCode =
  | 'insufficient-funds'
  | 'declined-by-provider'
  | 'failed-at-provider'
  | 'resolved-not-paid';
