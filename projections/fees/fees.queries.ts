import { sql, type Selectable } from 'kysely';
import type { FeeKind } from '#libs/fees/network-fee.events.js';
import type { Database } from '#libs/read-store/database.js';
import { equalColumns } from '#libs/read-store/equal-columns.js';
import type { ReadNetworkFee } from '#libs/read-store/tables.gen.js';

export type NetworkFeeRow = Selectable<ReadNetworkFee>;

export interface NetworkFeeFilter {
  readonly operatorId?: string | undefined;
  readonly walletId?: string | undefined;
  readonly kind?: FeeKind | undefined;
  readonly movementId?: string | undefined;
  /** Only those that cannot be booked. */
  readonly unclear?: true | undefined;
}

interface NetworkFeePage {
  readonly after?: { readonly at: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** Network fees, those told last first. */
export async function listNetworkFees(
  database: Database,
  { operatorId, walletId, kind, movementId, unclear }: NetworkFeeFilter,
  { after, limit }: NetworkFeePage,
): Promise<readonly NetworkFeeRow[]> {
  const conditions = [
    ...equalColumns({ operator_id: operatorId, wallet_id: walletId, kind, movement_id: movementId }),
    ...(unclear ? [sql`unclear is not null`] : []),
    ...(after ? [sql`(observed_at, provider_id) < (${after.at}, ${after.id})`] : []),
    sql`true`,
  ];
  const { rows } = await sql<NetworkFeeRow>`
    select * from read.network_fee where ${sql.join(conditions, sql` and `)}
    order by observed_at desc, provider_id desc limit ${limit}`.execute(database);
  return rows;
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
