import { z } from 'zod';
import { money, type Money } from '#libs/money/money.js';
import type { ReviewReason } from '#libs/payouts/payout.events.js';
import type { TransferFailureCode, TransferRequest } from '#libs/transfers/transfer.events.js';
import type { TransferStage } from '#projections/transfers/transfers.tables.js';
import { keysOf } from '../fields/keys-of.js';
import { assetColumn, minorColumn, orNull, textColumn as text } from '../reading/row.columns.js';
import { reviewReasons } from '../withdrawals/withdrawal.record.js';
import { transferStages } from './transfer.status.js';

/** A transfer as the read model or the log tells it, in the words of the domain. */
export interface TransferRecord {
  readonly transferId: string;
  readonly fromWalletId: string;
  readonly toWalletId: string;
  readonly toOperatorId: string;
  readonly amount: Money;
  readonly destination: string;
  readonly reference: string | null;
  readonly stage: TransferStage;
  readonly providerId: string | null;
  readonly failureCode: TransferFailureCode | null;
  /** Of its leg. */
  readonly review: { readonly reason: ReviewReason; readonly since: Date } | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly completedAt: Date | null;
}

/** Why a transfer failed, for clients. */
export const failureMeanings: Readonly<Record<TransferFailureCode, string>> = {
  'insufficient-funds': 'The Master Wallet does not cover it.',
  'declined-by-provider': 'The provider refused it.',
  'failed-at-provider': 'The transaction failed at the provider.',
  'resolved-not-paid': 'It was established that it was not paid.',
};

export const transferFailures = keysOf(failureMeanings);

/** A transfer as it was when it was requested: what a first request and its repeats are answered (API-07). */
export function requestedTransferRecord(request: TransferRequest): TransferRecord {
  const { requestedAt, reference = null } = request;
  return {
    ...request,
    reference,
    stage: 'requested',
    providerId: null,
    failureCode: null,
    review: null,
    createdAt: requestedAt,
    updatedAt: requestedAt,
    completedAt: null,
  };
}

const transferRow = z.object({
  transfer_id: text,
  from_wallet_id: text,
  to_wallet_id: text,
  to_operator_id: text,
  asset: assetColumn,
  amount_minor: minorColumn,
  destination: text,
  reference: orNull(text),
  stage: z.enum(transferStages),
  provider_id: orNull(text),
  failure_code: orNull(z.enum(transferFailures)),
  review_reason: orNull(z.enum(reviewReasons)),
  review_since: orNull(z.date()),
  requested_at: z.date(),
  updated_at: z.date(),
  completed_at: orNull(z.date()),
});

/** @throws ZodError when the row lacks what every transfer has: a defect. */
export function recordOfRow(columns: object): TransferRecord {
  const row = transferRow.parse(columns);
  const { review_reason: reason, review_since: since } = row;
  return {
    transferId: row.transfer_id,
    fromWalletId: row.from_wallet_id,
    toWalletId: row.to_wallet_id,
    toOperatorId: row.to_operator_id,
    amount: money(row.asset, row.amount_minor),
    destination: row.destination,
    reference: row.reference,
    stage: row.stage,
    providerId: row.provider_id,
    failureCode: row.failure_code,
    review: reason && since && { reason, since },
    createdAt: row.requested_at,
    updatedAt: row.updated_at,
    completedAt: row.completed_at,
  };
}
