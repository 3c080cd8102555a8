import { amount, flag, instant, nullable, text, textOf } from '#libs/read-store/column.types.js';
import { defineTable } from '#libs/read-store/table.definition.js';
import type { TransferFailureCode } from '#libs/transfers/transfer.events.js';

/** Where a transfer stands in detail. */
export type TransferStage = 'requested' | 'placed' | 'in-transit' | 'completed' | 'failed';

/** Transfers, one row each. */
export const transfer = defineTable({
  name: 'transfer',
  columns: {
    transfer_id: text,
    requested_by: text,
    from_wallet_id: text,
    to_wallet_id: text,
    to_operator_id: text,
    asset: text,
    amount_minor: amount,
    destination: text,
    reference: nullable(text),
    stage: textOf<TransferStage>(),
    /** Nothing more will happen. */
    closed: flag,
    /** The payout stream that is its first leg. */
    payout_id: nullable(text),
    provider_id: nullable(text),
    failure_code: nullable(textOf<TransferFailureCode>()),
    requested_at: instant,
    updated_at: instant,
    completed_at: nullable(instant),
  },
  key: ['transfer_id'],
  indexes: [{ on: ['requested_at', 'transfer_id'] }, { on: ['transfer_id'], where: 'not closed' }],
});
