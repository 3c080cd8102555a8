import { amount, flag, instant, json, nullable, text, textOf } from '#libs/read-store/column.types.js';
import { defineTable } from '#libs/read-store/table.definition.js';
import type { SweepReviewReason } from '#libs/sweeps/sweep.events.js';

/** Sweeps of deposit wallets into the Master Wallet, one row each. */
export const sweep = defineTable({
  name: 'sweep',
  columns: {
    provider_id: text,
    to_wallet_id: text,
    /** The ids of the deposit wallets. */
    source_wallet_ids: json,
    asset: text,
    amount_minor: amount,
    stage: textOf<'detected' | 'settled' | 'failed'>(),
    /** Ended, and its money has followed. */
    closed: flag,
    transaction_hash: nullable(text),
    review_reason: nullable(textOf<SweepReviewReason>()),
    review_detail: nullable(text),
    detected_at: instant,
    updated_at: instant,
  },
  key: ['provider_id'],
  indexes: [{ on: ['detected_at', 'provider_id'] }, { on: ['provider_id'], where: 'not closed' }],
});
