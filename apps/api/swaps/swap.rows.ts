import { z } from 'zod';
import { money } from '#libs/money/money.js';
import { assetColumn, minorColumn, orNull, textColumn as text } from '../reading/row.columns.js';
import { reviewReasons, swapFailures, type SwapRecord } from './swap.record.js';
import { swapStages } from './swap.status.js';

const swapRow = z.object({
  swap_id: text,
  operator_id: text,
  wallet_id: text,
  asset: assetColumn,
  amount_minor: minorColumn,
  to_asset: assetColumn,
  expected_output_minor: orNull(minorColumn),
  slippage_bps_max: orNull(z.int()),
  output_minor: orNull(minorColumn),
  fee_asset: orNull(assetColumn),
  fee_minor: orNull(minorColumn),
  slippage_bps: orNull(text),
  reference: orNull(text),
  stage: z.enum(swapStages),
  provider_id: orNull(text),
  transaction_hash: orNull(text),
  failure_code: orNull(z.enum(swapFailures)),
  review_reason: orNull(z.enum(reviewReasons)),
  review_since: orNull(z.date()),
  attempts: z.int(),
  requested_at: z.date(),
  updated_at: z.date(),
  settled_at: orNull(z.date()),
});

/** @throws ZodError when the row lacks what every swap has: a defect. */
export function recordOfRow(columns: object): SwapRecord {
  const row = swapRow.parse(columns);
  const { to_asset: toAsset, expected_output_minor: expected, output_minor: output } = row;
  const { fee_asset: feeAsset, fee_minor: fee, review_reason: reason, review_since: since } = row;
  return {
    swapId: row.swap_id,
    operatorId: row.operator_id,
    walletId: row.wallet_id,
    amount: money(row.asset, row.amount_minor),
    toAsset,
    expectedOutput: expected === null ? null : money(toAsset, expected),
    slippageBpsMax: row.slippage_bps_max,
    output: output === null ? null : money(toAsset, output),
    fee: feeAsset && fee !== null ? money(feeAsset, fee) : null,
    slippageBps: row.slippage_bps,
    reference: row.reference,
    stage: row.stage,
    providerId: row.provider_id,
    transactionHash: row.transaction_hash,
    failureCode: row.failure_code,
    review: reason && since && { reason, since },
    attempts: row.attempts,
    createdAt: row.requested_at,
    updatedAt: row.updated_at,
    settledAt: row.settled_at,
  };
}
