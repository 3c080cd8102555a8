import { sql, type Selectable } from 'kysely';
import type { FeeKind } from '#libs/fees/network-fee.events.js';
import type { Database } from '#libs/read-store/database.js';
import { equalColumns } from '#libs/read-store/equal-columns.js';
import type { ReadProviderFee } from '#libs/read-store/tables.gen.js';

export type ProviderFeeRow = Selectable<ReadProviderFee>;

/** A fee of a chain, or one that the provider charged by invoice or statement. */
export interface FeeRow {
  readonly kind: FeeKind | 'provider';
  /** The provider's id of the transaction, or the reference under which it charged. */
  readonly id: string;
  /** The movement of ours; the reference again, of a charge. */
  readonly movement_id: string;
  readonly wallet_id: string | null;
  readonly operator_id: string;
  readonly asset: string | null;
  /** What is booked now, which is nothing of a reversed one. */
  readonly fee_minor: string | null;
  readonly changes: number;
  readonly unclear: string | null;
  readonly reported: string | null;
  readonly at: Date;
}

export interface FeeFilter {
  readonly operatorId?: string | undefined;
  readonly walletId?: string | undefined;
  readonly kind?: FeeRow['kind'] | undefined;
  readonly movementId?: string | undefined;
  /** Only those that cannot be booked. */
  readonly unclear?: true | undefined;
}

interface FeePage {
  readonly after?: { readonly at: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/**
 * What a swap settled with is booked beside its output, and stands in its own row; only what was told of it afterwards is a
 * row of `network_fee`.
 */
const allFees = sql`(
  select told.kind, told.provider_id as id, told.movement_id, told.wallet_id, told.operator_id,
    coalesce(told.asset, swap.fee_asset) as asset, coalesce(told.fee_minor, swap.fee_minor) as fee_minor,
    told.changes + (swap.fee_minor is not null)::integer as changes, told.unclear, told.reported, told.observed_at as at
  from read.network_fee as told
  left join read.swap as swap on told.kind = 'swap' and swap.swap_id = told.movement_id
  union all
  select 'swap', provider_id, swap_id, wallet_id, operator_id, fee_asset, fee_minor, 1, null, null, settled_at
  from read.swap as swap
  where fee_minor > 0 and not exists (select from read.network_fee as told where told.provider_id = swap.provider_id)
  union all
  select 'provider', charge_id, charge_id, wallet_id, operator_id, asset,
    case when reversed_at is null then fee_minor else 0 end,
    case when reversed_at is null then 1 else 2 end, null, null, coalesce(reversed_at, charged_at)
  from read.provider_fee
) as fee`;

/** Fees of the chains and of the provider, those told last first. */
export async function listFees(
  database: Database,
  { operatorId, walletId, kind, movementId, unclear }: FeeFilter,
  { after, limit }: FeePage,
): Promise<readonly FeeRow[]> {
  const conditions = [
    ...equalColumns({ operator_id: operatorId, wallet_id: walletId, kind, movement_id: movementId }),
    ...(unclear ? [sql`unclear is not null`] : []),
    ...(after ? [sql`(at, id) < (${after.at}, ${after.id})`] : []),
    sql`true`,
  ];
  const { rows } = await sql<FeeRow>`
    select * from ${allFees} where ${sql.join(conditions, sql` and `)}
    order by at desc, id desc limit ${limit}`.execute(database);
  return rows;
}

/** What the provider charged by invoice or statement, the latest first. */
export function listProviderFees(
  database: Database,
  { operatorId }: Pick<FeeFilter, 'operatorId'>,
  limit: number,
): Promise<ProviderFeeRow[]> {
  return database
    .selectFrom('read.provider_fee')
    .selectAll()
    .$if(operatorId !== undefined, (query) => query.where('operator_id', '=', operatorId ?? ''))
    .orderBy('charged_at', 'desc')
    .orderBy('charge_id')
    .limit(limit)
    .execute();
}

interface EndedRow {
  readonly kind: FeeKind;
  readonly movement_id: string;
  readonly provider_id: string;
}

/** Movements whose transactions at the provider have ended in one of these spans, the oldest first. */
export async function listEndedMovements(
  database: Database,
  spans: readonly { readonly after: Date; readonly until: Date }[],
): Promise<{ kind: FeeKind; movementId: string; providerId: string }[]> {
  const within = sql.join(
    spans.map(({ after, until }) => sql`(updated_at > ${after} and updated_at <= ${until})`),
    sql` or `,
  );
  const { rows } = await sql<EndedRow>`
    select 'payout' as kind, payout_id as movement_id, provider_id, updated_at as ended_at
    from read.payout where stage in ('settled', 'released') and provider_id is not null and (${within})
    union all
    select 'swap', swap_id, provider_id, updated_at
    from read.swap where stage in ('settled', 'released') and provider_id is not null and (${within})
    union all
    select 'sweep', provider_id, provider_id, updated_at
    from read.sweep where closed and stage <> 'dismissed' and (${within})
    order by ended_at`.execute(database);
  return rows.map(({ kind, movement_id: movementId, provider_id: providerId }) => ({ kind, movementId, providerId }));
}
