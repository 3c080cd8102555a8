import type { Money } from '../money/money.js';
import type { Posting } from './posting.js';

/** Why an account was credited. */
export type CreditReason =
  | 'opening-funding'
  | 'operator-funding'
  | 'transfer-in'
  | 'swap-in'
  | 'sweep-in'
  | 'late-payment'
  | 'fee-returned'
  | 'correction';

/** Why an account was debited without a hold: the money is gone already, whatever the books say. */
export type DebitReason =
  | 'network-fee'
  | 'provider-fee'
  | 'platform-fee'
  | 'sweep-out'
  | 'gas'
  | 'refund'
  | 'correction';

/**
 * The facts of one account stream, `account-<walletId>-<asset>`: the available, reserved and incoming money of one wallet
 * in one asset. The stream owns the holds, so its revision check is the overdraft check (INV-L4). Each fact carries the
 * postings that it means; projections copy them.
 */
export type AccountEvent =
  | { readonly type: 'AccountCredited'; readonly data: AccountCredited }
  | { readonly type: 'AccountDebited'; readonly data: AccountDebited }
  | { readonly type: 'FundsHeld'; readonly data: FundsHeld }
  | { readonly type: 'HoldCaptured'; readonly data: HoldCaptured }
  | { readonly type: 'HoldReleased'; readonly data: HoldReleased }
  | { readonly type: 'IncomingDetected'; readonly data: IncomingDetected }
  | { readonly type: 'IncomingConfirmed'; readonly data: IncomingConfirmed }
  | { readonly type: 'IncomingHeldBack'; readonly data: IncomingHeldBack }
  | { readonly type: 'IncomingCancelled'; readonly data: IncomingCancelled }
  | { readonly type: 'IncomingReopened'; readonly data: IncomingReopened };

export interface AccountCredited {
  readonly walletId: string;
  readonly amount: Money;
  readonly reason: CreditReason;
  /** Unique for this account: the same reference credits once. */
  readonly reference: string;
  /** What was pulled from the provider to confirm it: hash of the answer (INV-I3). */
  readonly evidence: string;
  readonly postings: readonly Posting[];
  readonly creditedAt: Date;
}

export interface AccountDebited {
  readonly walletId: string;
  readonly amount: Money;
  readonly reason: DebitReason;
  /** Unique for this account: the same reference debits once. */
  readonly reference: string;
  readonly evidence: string;
  /** The part that was not available and is owed instead, by the account that its posting names. */
  readonly shortfall?: Money | undefined;
  readonly postings: readonly Posting[];
  readonly debitedAt: Date;
}

export interface FundsHeld {
  readonly walletId: string;
  /** What the hold is for: the payout's id. */
  readonly holdId: string;
  readonly amount: Money;
  readonly postings: readonly Posting[];
  readonly heldAt: Date;
}

export interface HoldCaptured {
  readonly walletId: string;
  readonly holdId: string;
  readonly amount: Money;
  /** The provider's transaction that took the money away. */
  readonly reference: string;
  readonly postings: readonly Posting[];
  readonly capturedAt: Date;
}

export interface HoldReleased {
  readonly walletId: string;
  readonly holdId: string;
  readonly amount: Money;
  readonly reason: string;
  readonly postings: readonly Posting[];
  readonly releasedAt: Date;
}

/** Money that is seen on its way in: locked until it is confirmed (DW-01). */
export interface IncomingDetected {
  readonly walletId: string;
  /** One transaction on the chain. */
  readonly incomingId: string;
  readonly amount: Money;
  readonly reference: string;
  readonly evidence: string;
  readonly postings: readonly Posting[];
  readonly detectedAt: Date;
}

export interface IncomingConfirmed {
  readonly walletId: string;
  readonly incomingId: string;
  readonly amount: Money;
  /** What had been owed for it since it was held back is repaid first. */
  readonly repaid?: Money | undefined;
  readonly evidence: string;
  readonly postings: readonly Posting[];
  readonly confirmedAt: Date;
}

/** Confirmed money is locked again: its block was forked away (DW-13). */
export interface IncomingHeldBack {
  readonly walletId: string;
  readonly incomingId: string;
  readonly amount: Money;
  /** The part that had been spent meanwhile and is owed instead. */
  readonly shortfall?: Money | undefined;
  readonly reason: string;
  readonly evidence: string;
  readonly postings: readonly Posting[];
  readonly heldBackAt: Date;
}

/** It never came, or belongs elsewhere. */
export interface IncomingCancelled {
  readonly walletId: string;
  readonly incomingId: string;
  readonly amount: Money;
  readonly reason: string;
  readonly evidence: string;
  readonly postings: readonly Posting[];
  readonly cancelledAt: Date;
}

/** What was cancelled to another account comes back, locked: it is decided anew where it belongs. */
export interface IncomingReopened {
  readonly walletId: string;
  readonly incomingId: string;
  readonly amount: Money;
  readonly reason: string;
  readonly evidence: string;
  readonly postings: readonly Posting[];
  readonly reopenedAt: Date;
}
