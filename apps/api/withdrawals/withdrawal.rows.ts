import { z } from 'zod';
import { money } from '#libs/money/money.js';
import { assetColumn, minorColumn, orNull, textColumn as text } from '../reading/row.columns.js';
import { failureReasons, reviewReasons, type WithdrawalRecord } from './withdrawal.record.js';
import { withdrawalStages } from './withdrawal.status.js';

const payoutRow = z.object({
  payout_id: text,
  operator_id: text,
  wallet_id: text,
  player_id: text,
  asset: assetColumn,
  amount_minor: minorColumn,
  destination: text,
  reference: orNull(text),
  metadata: orNull(z.record(text, text)),
  stage: z.enum(withdrawalStages),
  provider_id: orNull(text),
  transaction_hash: orNull(text),
  failure_code: orNull(z.enum(failureReasons)),
  failure_reason: orNull(text),
  review_reason: orNull(z.enum(reviewReasons)),
  review_since: orNull(z.date()),
  attempts: z.int(),
  requested_at: z.date(),
  updated_at: z.date(),
  settled_at: orNull(z.date()),
});

/** @throws ZodError when the row lacks what every payout has: a defect. */
export function recordOfRow(columns: object): WithdrawalRecord {
  const row = payoutRow.parse(columns);
  const { failure_code: code, failure_reason: reason, review_reason, review_since: since } = row;
  return {
    payoutId: row.payout_id,
    operatorId: row.operator_id,
    walletId: row.wallet_id,
    playerId: row.player_id,
    amount: money(row.asset, row.amount_minor),
    destination: row.destination,
    reference: row.reference,
    metadata: row.metadata ?? {},
    stage: row.stage,
    providerId: row.provider_id,
    transactionHash: row.transaction_hash,
    failure: code && { code, reason: reason ?? '' },
    review: review_reason && since && { reason: review_reason, since },
    attempts: row.attempts,
    createdAt: row.requested_at,
    updatedAt: row.updated_at,
    settledAt: row.settled_at,
  };
}
