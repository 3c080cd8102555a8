import { z } from 'zod';
import type { StoredEvent } from '#libs/event-streams/event-streams.js';
import { findAsset } from '#libs/money/asset.js';
import { money } from '#libs/money/money.js';
import { payoutCodec } from '#libs/payouts/payout.codec.js';
import type { Cells } from '#libs/read-store/changes.js';
import { payouts } from '#projections/payouts/payouts.projection.js';
import { payout } from '#projections/payouts/payouts.tables.js';
import { failureReasons, reviewReasons, type WithdrawalRecord } from './withdrawal.record.js';
import { withdrawalStages } from './withdrawal.status.js';

const text = z.string();
const orNull = <Value extends z.ZodType>(value: Value) => value.nullable().default(null);
const minor = z.union([z.bigint(), z.string().transform(BigInt)]);

/** The columns as the driver reads them, or as the projection writes them: amounts as text or not, null or left out. */
const payoutRow = z.object({
  payout_id: text,
  operator_id: text,
  wallet_id: text,
  player_id: text,
  asset: text.transform((id) => findAsset(id)).pipe(z.custom<NonNullable<ReturnType<typeof findAsset>>>(Boolean)),
  amount_minor: minor,
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

/**
 * The row that the read model will have once it gets here: its own projection, folded in memory. So a withdrawal can be
 * read right after it was requested, and looks the same from either side. Undefined when the stream is empty.
 */
export function projectedRow(events: readonly StoredEvent[]): Cells | undefined {
  let cells: Cells | undefined;
  for (const event of events)
    for (const change of payouts.changesOf(payoutCodec.decode(event), { ...event, eventId: event.id }))
      if (change.table === payout) cells = { ...cells, ...('row' in change ? change.row : change.values) };
  return cells;
}
