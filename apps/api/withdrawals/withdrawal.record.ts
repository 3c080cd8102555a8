import type { Money } from '#libs/money/money.js';
import type { FailureCode, PayoutPurpose, PayoutRequest, ReviewReason } from '#libs/payouts/payout.events.js';
import type { PayoutStage } from '#projections/payouts/payouts.tables.js';
import { keysOf } from '../fields/keys-of.js';

export type FailureReason = FailureCode | 'insufficient-funds';

/** A withdrawal as the read model or the log tells it, in the words of the domain. */
export interface WithdrawalRecord {
  readonly payoutId: string;
  readonly operatorId: string;
  readonly walletId: string;
  readonly playerId: string;
  readonly amount: Money;
  readonly destination: string;
  readonly reference: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly stage: PayoutStage;
  readonly providerId: string | null;
  readonly transactionHash: string | null;
  readonly failure: { readonly code: FailureReason; readonly reason: string } | null;
  readonly review: { readonly reason: ReviewReason; readonly since: Date } | null;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly settledAt: Date | null;
}

/** A withdrawal as it was when it was requested: what a first request and its repeats are answered (API-07). */
export function requestedWithdrawal(request: PayoutRequest): WithdrawalRecord {
  const { purpose, ...rest } = request;
  const { requestedAt, reference = null, metadata = {} } = rest;
  return {
    ...rest,
    playerId: playerOf(purpose),
    reference,
    metadata,
    stage: 'requested',
    providerId: null,
    transactionHash: null,
    failure: null,
    review: null,
    attempts: 0,
    createdAt: requestedAt,
    updatedAt: requestedAt,
    settledAt: null,
  };
}

/** A transfer's leg pays no player; it is no withdrawal, and nobody sees it as one. */
function playerOf(purpose: PayoutPurpose): string {
  return purpose.kind === 'payout' ? purpose.playerId : '';
}

/** WO-04. Money that is missing can be added; everything else needs somebody to look first (FR-05, PO-21). */
export const retryEligible: Readonly<Record<FailureReason, boolean>> = {
  'insufficient-funds': true,
  'declined-by-provider': false,
  'failed-at-provider': false,
  'resolved-not-paid': false,
};

export const failureReasons = keysOf(retryEligible);

/** What a person is asked to look at, for clients. */
export const reviewMeanings: Readonly<Record<ReviewReason, string>> = {
  'outcome-unknown-too-long': 'the provider has not said for a long time whether it took the request',
  'attempts-exhausted': 'the provider was asked as often as it may be',
  'approval-missing': 'the provider took the request and has not asked for our approval',
  'pending-too-long': 'the approved transaction has been pending for a long time',
  'blocked-by-provider': 'the provider refused us access',
  'settled-differs-from-request': 'what was paid differs from what was asked for',
};

export const reviewReasons = keysOf(reviewMeanings);
