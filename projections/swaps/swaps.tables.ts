import { amount, flag, instant, integer, nullable, text, textOf } from '#libs/read-store/column.types.js';
import { defineTable } from '#libs/read-store/table.definition.js';
import type { SwapFailureCode, SwapReviewReason } from '#libs/swaps/swap.events.js';

/** Where a swap stands in detail. */
export type SwapStage =
  | 'requested'
  | 'reserved'
  | 'submitted'
  | 'unknown'
  | 'bound'
  | 'broadcast'
  | 'settled'
  | 'released'
  | 'rejected';

/** Swaps, one row each. */
export const swap = defineTable({
  name: 'swap',
  columns: {
    swap_id: text,
    operator_id: text,
    wallet_id: text,
    asset: text,
    amount_minor: amount,
    to_asset: text,
    expected_output_minor: nullable(amount),
    slippage_bps_max: nullable(integer),
    output_minor: nullable(amount),
    fee_asset: nullable(text),
    fee_minor: nullable(amount),
    /** Against the quote, if there was one. */
    slippage_bps: nullable(text),
    reference: nullable(text),
    stage: textOf<SwapStage>(),
    /** Nothing more will happen: ended, and its money moved. */
    closed: flag,
    attempts: integer,
    provider_id: nullable(text),
    transaction_hash: nullable(text),
    failure_code: nullable(textOf<SwapFailureCode | 'insufficient-funds'>()),
    failure_reason: nullable(text),
    review_reason: nullable(textOf<SwapReviewReason>()),
    review_since: nullable(instant),
    requested_at: instant,
    updated_at: instant,
    settled_at: nullable(instant),
  },
  key: ['swap_id'],
  indexes: [
    { on: ['requested_at', 'swap_id'] },
    { on: ['swap_id'], where: 'not closed' },
    { on: ['updated_at'] },
    { on: ['provider_id'] },
  ],
});
