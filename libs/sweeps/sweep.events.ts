import type { Money } from '../money/money.js';

/**
 * The facts of one sweep, `sweep-<providerId>`: the provider moves what stands in deposit wallets into the Master Wallet,
 * by a transaction of its own. Both sides are ours.
 */
export type SweepEvent =
  | { readonly type: 'SweepDetected'; readonly data: SweepDetected }
  | { readonly type: 'SweepSettled'; readonly data: SweepSettled }
  | { readonly type: 'SweepFailed'; readonly data: SweepFailed }
  | { readonly type: 'SweepReviewRequired'; readonly data: SweepReviewRequired }
  | { readonly type: 'SweepResolved'; readonly data: SweepResolved }
  | { readonly type: 'SweepFeeResolved'; readonly data: SweepFeeResolved }
  | { readonly type: 'SweepClosed'; readonly data: { providerId: string; closedAt: Date } };

export interface SweepDetected {
  readonly providerId: string;
  /** Deposit wallets of ours. */
  readonly sourceWalletIds: readonly string[];
  /** A Master Wallet of ours, as its recorded address says. */
  readonly toWalletId: string;
  /** All of them together. */
  readonly amount: Money;
  readonly evidence: string;
  readonly detectedAt: Date;
}

/** What one deposit wallet gave. */
export interface SweptPart {
  readonly walletId: string;
  readonly operatorId: string;
  readonly amount: Money;
}

export interface SweepSettled {
  readonly providerId: string;
  readonly toWalletId: string;
  readonly amount: Money;
  readonly parts: readonly SweptPart[];
  readonly transactionHash?: string | undefined;
  /** As the provider says it, in the chain's native coin; the gas station pays. */
  readonly reportedFee?: string | undefined;
  readonly evidence: string;
  readonly settledAt: Date;
}

export interface SweepFailed {
  readonly providerId: string;
  readonly providerStatus: string;
  /** There when it had reached the chain: its fee is gone. */
  readonly transactionHash?: string | undefined;
  readonly reportedFee?: string | undefined;
  readonly evidence: string;
  readonly failedAt: Date;
}

export interface SweepReviewRequired {
  readonly providerId: string;
  readonly reason: SweepReviewReason;
  readonly detail: string;
  readonly since: Date;
}

export type SweepReviewReason =
  /** Complete at the provider, and what our deposit wallets have does not explain the amount. */
  | 'sources-differ-from-books'
  /** Complete, and not what had been detected. */
  | 'settled-differs'
  /** No wallet, or more than one, is registered as the gas station: who paid the fee is not known. */
  | 'gas-station-unknown';

/** Two people, and what they go by. */
interface SweepResolution {
  readonly providerId: string;
  readonly reason: string;
  readonly evidence: string;
  readonly resolvedBy: string;
  readonly approvedBy: string;
  readonly resolvedAt: Date;
}

/** How a sweep under review ends. `booked`: it is settled as the evidence says. `dismissed`: nothing is booked for it. */
export interface SweepResolved extends SweepResolution {
  readonly outcome: 'booked' | 'dismissed';
}

/** Whose native coin paid for a sweep that had no gas station to name; undefined when none of ours did. */
export interface SweepFeeResolved extends SweepResolution {
  readonly payer?: SweepPayer | undefined;
}

export interface SweepPayer {
  readonly walletId: string;
  readonly operatorId: string;
}
