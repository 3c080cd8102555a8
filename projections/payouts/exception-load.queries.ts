import { sql } from 'kysely';
import type { Database } from '#libs/read-store/database.js';

/** Payouts of one operator in one asset: how many and how much, and how many of them did not go by themselves. */
export interface ExceptionLoadRow {
  readonly operator_id: string;
  readonly asset: string;
  readonly payouts: string;
  /** Minor units. */
  readonly volume_minor: string;
  readonly paid: string;
  readonly failed: string;
  readonly in_review: string;
  /** Asked for more than once. */
  readonly retried: string;
  /** With a difference to the provider, ended or not. */
  readonly with_breaks: string;
  /** With any of these, each counted once. */
  readonly exceptions: string;
}

export interface ExceptionLoadFilter {
  readonly operator?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
}

/** The largest volume of each asset first (RS-15). Those that were requested from `from` on, and before `until`. */
export async function exceptionLoad(
  database: Database,
  { operator, from, until }: ExceptionLoadFilter,
): Promise<readonly ExceptionLoadRow[]> {
  const { rows } = await sql<ExceptionLoadRow>`
    select operator_id, asset, count(*)::text as payouts, sum(amount_minor)::text as volume_minor,
      (count(*) filter (where stage = 'settled'))::text as paid,
      (count(*) filter (where is_failed))::text as failed,
      (count(*) filter (where is_in_review))::text as in_review,
      (count(*) filter (where is_retried))::text as retried,
      (count(*) filter (where has_breaks))::text as with_breaks,
      (count(*) filter (where is_failed or is_in_review or is_retried or has_breaks))::text as exceptions
    from read.payout as payout
    cross join lateral (
      select stage in ('released', 'rejected') as is_failed, review_reason is not null as is_in_review,
        attempts > 1 as is_retried,
        exists (select 1 from read.reconciliation_break as found where found.ledger_id = payout.payout_id) as has_breaks
    ) as seen
    where transfer_id is null
      and (${operator ?? null}::text is null or operator_id = ${operator ?? null})
      and (${from ?? null}::timestamptz is null or requested_at >= ${from ?? null})
      and (${until ?? null}::timestamptz is null or requested_at < ${until ?? null})
    group by operator_id, asset
    order by asset, sum(amount_minor) desc, operator_id`.execute(database);
  return rows;
}
