import type { Money } from '../money/money.js';

/** The facts of one funding, `funding-<fundingId>`: fiat that an operator sent to the platform (IN-09). */
export type FundingEvent =
  | { readonly type: 'OperatorFunded'; readonly data: OperatorFunded }
  | { readonly type: 'FundingReversed'; readonly data: FundingReversed };

export interface OperatorFunded {
  readonly fundingId: string;
  readonly operatorId: string;
  readonly amount: Money;
  /** The bank's reference of the payment. */
  readonly reference: string;
  /** The day on which the bank counts it, `2026-01-31`. */
  readonly valueDate: string;
  readonly evidence: string;
  readonly by: string;
  /** SHA-256 of the canonical request: the same key with another body is a conflict (API-13). */
  readonly requestHash: string;
  readonly recordedAt: Date;
}

/** A funding is never changed: what was wrong is reversed as a whole, and the right one recorded anew. */
export interface FundingReversed {
  readonly fundingId: string;
  readonly reason: string;
  readonly by: string;
  readonly approvedBy: string;
  readonly reversedAt: Date;
}
