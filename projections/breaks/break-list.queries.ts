import { sql } from 'kysely';
import type { Database } from '#libs/read-store/database.js';
import { equalColumns } from '#libs/read-store/equal-columns.js';
import type { BreakRow } from './breaks.queries.js';

/** With whose it is and in which wallet, where a movement or a wallet of ours says so. */
export interface OwnedBreakRow extends BreakRow {
  readonly operator_id: string | null;
  readonly in_wallet_id: string | null;
}

export interface BreakListFilter {
  readonly id?: string | undefined;
  readonly status?: string | undefined;
  readonly kind?: string | undefined;
  readonly severity?: string | undefined;
  readonly owner?: string | undefined;
  readonly operatorId?: string | undefined;
  readonly walletId?: string | undefined;
  /** A movement of ours, or a transaction of the provider's. */
  readonly subjectId?: string | undefined;
  readonly openedAfter?: Date | undefined;
  readonly openedUntil?: Date | undefined;
}

interface BreakListPage {
  readonly after?: { readonly openedAt: Date; readonly breakId: string } | undefined;
  readonly limit: number;
}

/** Breaks, the last opened first. */
export async function findBreaks(
  database: Database,
  filter: BreakListFilter,
  { after, limit }: BreakListPage,
): Promise<readonly OwnedBreakRow[]> {
  const conditions = [
    ...equalColumns({
      break_id: filter.id,
      status: filter.status,
      kind: filter.kind,
      severity: filter.severity,
      owner: filter.owner,
      operator_id: filter.operatorId,
      in_wallet_id: filter.walletId,
    }),
    ...(filter.subjectId === undefined ? [] : [sql`${filter.subjectId} in (ledger_id, provider_id)`]),
    ...(filter.openedAfter ? [sql`opened_at > ${filter.openedAfter}`] : []),
    ...(filter.openedUntil ? [sql`opened_at <= ${filter.openedUntil}`] : []),
    ...(after ? [sql`(opened_at, break_id) < (${after.openedAt}, ${after.breakId})`] : []),
    sql`true`,
  ];
  const { rows } = await sql<OwnedBreakRow>`
    select * from (${owned}) as found where ${sql.join(conditions, sql` and `)}
    order by opened_at desc, break_id desc limit ${limit}`.execute(database);
  return rows;
}

const owned = sql`
  select break.*, place.in_wallet_id, coalesce(resource.operator_id, wallet.operator_id) as operator_id
  from read.reconciliation_break as break
  left join read.resource_owner as resource on resource.resource_id = break.ledger_id
  cross join lateral (
    select coalesce(
      break.wallet_id,
      (select wallet_id from read.payout where payout_id = break.ledger_id),
      (select wallet_id from read.swap where swap_id = break.ledger_id),
      (select to_wallet_id from read.sweep where provider_id = break.ledger_id),
      (select wallet_id from read.deposit where deposit_id = break.ledger_id),
      (select wallet_id from read.deposit_order where order_id = break.ledger_id)
    ) as in_wallet_id
  ) as place
  left join read.wallet as wallet on wallet.wallet_id = place.in_wallet_id`;
