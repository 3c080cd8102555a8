import { amount, flag, instant, json, nullable, text, textOf } from '#libs/read-store/column.types.js';
import { defineTable } from '#libs/read-store/table.definition.js';
import type { SweepReviewReason } from '#libs/sweeps/sweep.events.js';

/** Where a sweep stands in detail. */
export type SweepStage = 'detected' | 'settled' | 'failed' | 'dismissed';

/** Sweeps of deposit wallets into the Master Wallet, one row each. */
export const sweep = defineTable({
  name: 'sweep',
  columns: {
    provider_id: text,
    to_wallet_id: text,
    /** The ids of the deposit wallets. */
    source_wallet_ids: json,
    /** What each of them gave, once that is known: `walletId`, `operatorId`, `minor` as text. */
    parts: nullable(json),
    asset: text,
    amount_minor: amount,
    stage: textOf<SweepStage>(),
    /** Ended, and its money has followed. */
    closed: flag,
    transaction_hash: nullable(text),
    review_reason: nullable(textOf<SweepReviewReason>()),
    review_detail: nullable(text),
    review_since: nullable(instant),
    detected_at: instant,
    updated_at: instant,
  },
  key: ['provider_id'],
  indexes: [
    { on: ['detected_at', 'provider_id'] },
    { on: ['provider_id'], where: 'not closed' },
    { on: ['updated_at'] },
  ],
});
