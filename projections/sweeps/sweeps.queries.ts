import { sql } from 'kysely';
import type { Database } from '#libs/read-store/database.js';
import { equalColumns } from '#libs/read-store/equal-columns.js';
import { idPages } from '#libs/read-store/id-pages.js';
import type { SweepReviewReason } from '#libs/sweeps/sweep.events.js';
import type { SweepStage } from './sweeps.tables.js';

/** Those of the canonical states that a sweep has (PO-09), and `blocked` (PO-10). */
export const sweepStates = ['pending', 'confirmed', 'failed', 'canceled', 'blocked'] as const;
export type SweepState = (typeof sweepStates)[number];

/** A deposit wallet that gave. `minor` once that is known; whose it is while it is registered. */
export interface SweepSource {
  readonly walletId: string;
  readonly operatorId: string | null;
  readonly minor: string | null;
}

export interface SweepItem {
  readonly provider_id: string;
  readonly state: SweepState;
  readonly stage: SweepStage;
  readonly sources: readonly SweepSource[];
  readonly to_wallet_id: string;
  readonly asset: string;
  readonly amount_minor: string;
  /** Ended, and its money has followed. */
  readonly closed: boolean;
  readonly transaction_hash: string | null;
  readonly review_reason: SweepReviewReason | null;
  readonly review_detail: string | null;
  readonly review_since: Date | null;
  readonly detected_at: Date;
  readonly updated_at: Date;
}

export interface SweepFilter {
  readonly id?: string | undefined;
  readonly state?: SweepState | undefined;
  /** Only those that a person has to look at, ended or not. */
  readonly underReview?: true | undefined;
  /** Of whose wallets one gave. */
  readonly operatorId?: string | undefined;
  /** It gave or took; where an operator is named as well, it is the operator's or took from it. */
  readonly walletId?: string | undefined;
}

interface SweepPage {
  readonly after?: { readonly at: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** Sweeps, the latest first. */
export async function listSweeps(
  database: Database,
  { id, state, underReview, operatorId, walletId }: SweepFilter,
  { after, limit }: SweepPage,
): Promise<readonly SweepItem[]> {
  const conditions = [
    ...equalColumns({ provider_id: id, state }),
    ...(underReview ? [sql`review_reason is not null`] : []),
    ...(operatorId === undefined ? [] : [gave({ operatorId })]),
    ...(walletId === undefined ? [] : [sql`(to_wallet_id = ${walletId} or ${gave({ operatorId, walletId })})`]),
    ...(after ? [sql`(detected_at, provider_id) < (${after.at}, ${after.id})`] : []),
    sql`true`,
  ];
  const { rows } = await sql<SweepItem>`
    select provider_id, state, stage, sources, to_wallet_id, asset, amount_minor::text as amount_minor, closed,
      transaction_hash, review_reason, review_detail, review_since, detected_at, updated_at
    from (${sweeps}) as sweep where ${sql.join(conditions, sql` and `)}
    order by detected_at desc, provider_id desc limit ${limit}`.execute(database);
  return rows;
}

function gave(source: { readonly operatorId?: string | undefined; readonly walletId?: string | undefined }) {
  const conditions = [
    ...equalColumns({ 'wallet.operator_id': source.operatorId, 'source.wallet_id': source.walletId }),
    sql`true`,
  ];
  return sql`exists (
    select from jsonb_array_elements_text(source_wallet_ids) as source (wallet_id)
    left join read.wallet as wallet on wallet.wallet_id = source.wallet_id
    where ${sql.join(conditions, sql` and `)})`;
}

/** What waits for a person is blocked until it has ended. */
const sweeps = sql`
  select sweep.*, given.sources,
    case
      when stage = 'settled' then 'confirmed'
      when stage = 'failed' then 'failed'
      when stage = 'dismissed' then 'canceled'
      when review_reason is not null then 'blocked'
      else 'pending'
    end as state
  from read.sweep as sweep
  cross join lateral (
    select coalesce(
      jsonb_agg(
        jsonb_build_object('walletId', source.wallet_id, 'operatorId', wallet.operator_id, 'minor', part.one ->> 'minor')
        order by source.wallet_id
      ), '[]') as sources
    from jsonb_array_elements_text(sweep.source_wallet_ids) as source (wallet_id)
    left join read.wallet as wallet on wallet.wallet_id = source.wallet_id
    left join jsonb_array_elements(sweep.parts) as part (one) on part.one ->> 'walletId' = source.wallet_id
  ) as given`;

/** Sweeps that may need another step, by id, page after page. */
export function openSweepIds(database: Database): AsyncGenerator<readonly string[]> {
  return idPages((last, limit) =>
    database
      .selectFrom('read.sweep')
      .select('provider_id as id')
      .where('closed', '=', false)
      .where('provider_id', '>', last)
      .orderBy('provider_id')
      .limit(limit)
      .execute(),
  );
}
