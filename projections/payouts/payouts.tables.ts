import type { FailureCode, ReviewReason } from '#libs/payouts/payout.events.js';
import {
  amount,
  bigInteger,
  flag,
  instant,
  integer,
  json,
  nullable,
  text,
  textOf,
} from '#libs/read-store/column.types.js';
import { defineTable } from '#libs/read-store/table.definition.js';

/** Where a payout stands in detail. */
export type PayoutStage =
  | 'requested'
  | 'reserved'
  | 'submitted'
  | 'unknown'
  | 'bound'
  | 'broadcast'
  | 'settled'
  | 'released'
  | 'rejected';

/** Payouts, one row each. */
export const payout = defineTable({
  name: 'payout',
  columns: {
    payout_id: text,
    operator_id: text,
    /** Whom it pays; null for a transfer's leg. */
    player_id: nullable(text),
    transfer_id: nullable(text),
    wallet_id: text,
    asset: text,
    amount_minor: amount,
    destination: text,
    reference: nullable(text),
    idempotency_key: text,
    /** Of the HTTP request that asked for it. */
    request_id: nullable(text),
    metadata: nullable(json),
    stage: textOf<PayoutStage>(),
    /** Nothing more will happen: ended, and its hold captured or released. */
    closed: flag,
    /** Commit positions of the request, and of the event that ended it: settled, released or rejected. */
    requested_position: bigInteger,
    ended_position: nullable(bigInteger),
    attempts: integer,
    provider_id: nullable(text),
    transaction_hash: nullable(text),
    failure_code: nullable(textOf<FailureCode | 'insufficient-funds'>()),
    failure_reason: nullable(text),
    review_reason: nullable(textOf<ReviewReason>()),
    review_since: nullable(instant),
    requested_at: instant,
    updated_at: instant,
    settled_at: nullable(instant),
  },
  key: ['payout_id'],
  indexes: [
    { on: ['operator_id', 'requested_at', 'payout_id'] },
    { on: ['operator_id', 'player_id'] },
    { on: ['requested_position'] },
    { on: ['payout_id'], where: 'not closed' },
    // What has changed lately, and what the provider names, for reconciliation and the watch on fees.
    { on: ['updated_at'] },
    { on: ['provider_id'] },
  ],
});
