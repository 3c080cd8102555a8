import type { Attempts } from '../attempts/attempt.js';
import type { FailureCode, PayoutRejected, PayoutRequest, ReviewReason } from './payout.events.js';

export interface Binding {
  readonly providerId: string;
  readonly attempt: number;
  readonly boundAt: Date;
  /** The latest hash seen, if any. */
  readonly transactionHash?: string;
}

/** A transaction that failed on the chain: what it cost is gone. */
export interface FailedOnChain {
  readonly providerId: string;
  readonly reportedFee: string | undefined;
  readonly evidence: string;
  readonly failedAt: Date;
}

export interface Review {
  readonly reason: ReviewReason;
  readonly since: Date;
}

/** A payout. Each status has exactly the fields that exist in it. */
export type Payout =
  | { readonly status: 'absent' }
  | { readonly status: 'requested'; readonly request: PayoutRequest }
  | { readonly status: 'rejected'; readonly request: PayoutRequest; readonly rejection: PayoutRejected }
  | { readonly status: 'reserved'; readonly request: PayoutRequest }
  | SubmittedPayout
  | BoundPayout
  | SettledPayout
  | ReleasedPayout;

/** Asked for at least once, nothing bound yet. */
export interface SubmittedPayout {
  readonly status: 'submitted';
  readonly request: PayoutRequest;
  /** The latest one last. */
  readonly attempts: Attempts;
  readonly failed?: FailedOnChain;
  readonly review?: Review;
  /** When a person let it go on: patience starts anew there. */
  readonly resumedAt?: Date;
}

export interface BoundPayout {
  readonly status: 'bound';
  readonly request: PayoutRequest;
  readonly attempts: Attempts;
  readonly binding: Binding;
  readonly failed?: FailedOnChain;
  readonly review?: Review;
  /** When a person let it go on: patience starts anew there. */
  readonly resumedAt?: Date;
}

export interface SettledPayout {
  readonly status: 'settled';
  readonly request: PayoutRequest;
  readonly providerId: string;
  /** As the provider said it when the payout settled; undefined when it did not. */
  readonly reportedFee: string | undefined;
  readonly evidence: string;
  readonly settledAt: Date;
  readonly lateEvents: readonly string[];
}

export interface ReleasedPayout {
  readonly status: 'released';
  readonly request: PayoutRequest;
  readonly failureCode: FailureCode;
  readonly failed?: FailedOnChain;
  readonly releasedAt: Date;
  readonly lateEvents: readonly string[];
}

/** The hold that reserves a payout's money has the payout's own id. */
export function holdIdOf({ payoutId }: PayoutRequest): string {
  return payoutId;
}
