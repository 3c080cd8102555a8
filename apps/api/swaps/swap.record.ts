import type { Asset } from '#libs/money/asset.js';
import type { Money } from '#libs/money/money.js';
import type { SwapFailureCode, SwapRequest, SwapReviewReason } from '#libs/swaps/swap.events.js';
import type { SwapStage } from '#projections/swaps/swaps.tables.js';
import { keysOf } from '../fields/keys-of.js';

type FailureReason = SwapFailureCode | 'insufficient-funds';

/** A swap as the read model or the log tells it, in the words of the domain. */
export interface SwapRecord {
  readonly swapId: string;
  readonly operatorId: string;
  readonly walletId: string;
  readonly amount: Money;
  readonly toAsset: Asset;
  readonly expectedOutput: Money | null;
  readonly slippageBpsMax: number | null;
  readonly output: Money | null;
  readonly fee: Money | null;
  /** What is missing of the quote in basis points; negative when more came out. */
  readonly slippageBps: string | null;
  readonly reference: string | null;
  readonly stage: SwapStage;
  readonly providerId: string | null;
  readonly transactionHash: string | null;
  readonly failureCode: FailureReason | null;
  readonly review: { readonly reason: SwapReviewReason; readonly since: Date } | null;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly settledAt: Date | null;
}

/** A swap as it was when it was requested: what a first request and its repeats are answered (API-07). */
export function requestedSwapRecord(request: SwapRequest): SwapRecord {
  const { requestedAt, expectedOutput = null, slippageBpsMax = null, reference = null } = request;
  return {
    ...request,
    expectedOutput,
    slippageBpsMax,
    output: null,
    fee: null,
    slippageBps: null,
    reference,
    stage: 'requested',
    providerId: null,
    transactionHash: null,
    failureCode: null,
    review: null,
    attempts: 0,
    createdAt: requestedAt,
    updatedAt: requestedAt,
    settledAt: null,
  };
}

/** Why a swap failed, for clients. What staff wrote down as evidence stays inside. */
export const failureMeanings: Readonly<Record<FailureReason, string>> = {
  'insufficient-funds': 'The wallet’s available balance does not cover it.',
  'declined-by-provider': 'The provider refused it.',
  'failed-at-provider': 'The transaction failed at the provider.',
  'resolved-not-swapped': 'It was established that nothing was swapped.',
};

export const swapFailures = keysOf(failureMeanings);

/** What a person is asked to look at, for clients. */
export const reviewMeanings: Readonly<Record<SwapReviewReason, string>> = {
  'outcome-unknown-too-long': 'the provider has not said for a long time whether it took the request',
  'attempts-exhausted': 'the provider was asked as often as it may be',
  'approval-missing': 'the provider took the request and has not asked for our approval',
  'pending-too-long': 'the approved transaction has been pending for a long time',
  'blocked-by-provider': 'the provider refused us access',
  'settled-differs-from-request': 'what was swapped differs from what was asked for',
  'output-missing': 'the provider does not say what came out',
  'fee-missing': 'the provider does not say what it cost',
  'slippage-exceeded': 'less came out than the quote allows',
};

export const reviewReasons = keysOf(reviewMeanings);
