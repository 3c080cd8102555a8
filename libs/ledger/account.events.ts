import type { Money } from '../money/money.js';
import type { Posting } from './posting.js';

/** Why an account was credited. */
export type CreditReason = 'opening-funding';

/**
 * The facts of one account stream, `account-<walletId>-<asset>`: the available and reserved money of one wallet in one
 * asset. The stream owns the holds, so its revision check is the overdraft check (INV-L4). Each fact carries the
 * postings that it means; projections copy them.
 */
export type AccountEvent =
  | { readonly type: 'AccountCredited'; readonly data: AccountCredited }
  | { readonly type: 'FundsHeld'; readonly data: FundsHeld }
  | { readonly type: 'HoldCaptured'; readonly data: HoldCaptured }
  | { readonly type: 'HoldReleased'; readonly data: HoldReleased };

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
