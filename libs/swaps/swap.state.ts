import type { Attempts } from '../attempts/attempt.js';
import type { Money } from '../money/money.js';
import type { SwapFailureCode, SwapRejected, SwapRequest, SwapReviewReason, SwapSettled } from './swap.events.js';

export interface SwapBinding {
  readonly providerId: string;
  readonly attempt: number;
  readonly boundAt: Date;
  /** The latest hash seen, if any. */
  readonly transactionHash?: string;
}

export interface SwapReview {
  readonly reason: SwapReviewReason;
  readonly since: Date;
}

/** A swap. Each status has exactly the fields that exist in it. */
export type Swap =
  | { readonly status: 'absent' }
  | { readonly status: 'requested'; readonly request: SwapRequest }
  | { readonly status: 'rejected'; readonly request: SwapRequest; readonly rejection: SwapRejected }
  | { readonly status: 'reserved'; readonly request: SwapRequest }
  | SubmittedSwap
  | BoundSwap
  | SettledSwap
  | ReleasedSwap;

/** Asked for at least once, nothing bound yet. */
export interface SubmittedSwap {
  readonly status: 'submitted';
  readonly request: SwapRequest;
  readonly attempts: Attempts;
  readonly review?: SwapReview;
  /** When a person let it go on: patience starts anew there. */
  readonly resumedAt?: Date;
}

export interface BoundSwap {
  readonly status: 'bound';
  readonly request: SwapRequest;
  readonly attempts: Attempts;
  readonly binding: SwapBinding;
  readonly review?: SwapReview;
  readonly resumedAt?: Date;
}

/** The outcome is certain; `closed` when its money has moved too. */
export interface SettledSwap {
  readonly status: 'settled';
  readonly request: SwapRequest;
  readonly settlement: SwapSettled;
  readonly closed: boolean;
  /** The price was worse than allowed, or its fee is not known: for people, nothing is undone. */
  readonly review?: SwapReview;
  readonly lateEvents: readonly string[];
}

export interface ReleasedSwap {
  readonly status: 'released';
  readonly request: SwapRequest;
  readonly failureCode: SwapFailureCode;
  readonly closed: boolean;
  readonly lateEvents: readonly string[];
}

/** The hold that reserves a swap's money has the swap's own id. */
export function swapHoldId({ swapId }: SwapRequest): string {
  return swapId;
}

/** What came out and what it cost, as the completed transaction says. */
export interface SwapResult {
  readonly output: Money;
  readonly fee?: Money | undefined;
}
