import { sql, type Selectable } from 'kysely';
import type { FeeKind } from '#libs/fees/network-fee.events.js';
import type { Database } from '#libs/read-store/database.js';
import type { ReadNetworkFee } from '#libs/read-store/tables.gen.js';

export type NetworkFeeRow = Selectable<ReadNetworkFee>;

export interface NetworkFeeFilter {
  readonly operatorId?: string | undefined;
  /** Only those that cannot be booked. */
  readonly unclear?: true | undefined;
}

/** Network fees, the latest first. */
export function listNetworkFees(
  database: Database,
  { operatorId, unclear }: NetworkFeeFilter,
  limit: number,
): Promise<NetworkFeeRow[]> {
  return database
    .selectFrom('read.network_fee')
    .selectAll()
    .$if(operatorId !== undefined, (query) => query.where('operator_id', '=', operatorId ?? ''))
    .$if(unclear !== undefined, (query) => query.where('unclear', 'is not', null))
    .orderBy('observed_at', 'desc')
    .orderBy('provider_id')
    .limit(limit)
    .execute();
}

interface EndedRow {
  readonly kind: FeeKind;
  readonly movement_id: string;
  readonly provider_id: string;
  readonly ended_at: Date;
}

/** Movements whose transactions at the provider have ended since, the oldest first: their fees may still change. */
export async function listEndedMovements(
  database: Database,
  since: Date,
): Promise<{ kind: FeeKind; movementId: string; providerId: string; endedAt: Date }[]> {
  const { rows } = await sql<EndedRow>`
    select 'payout' as kind, payout_id as movement_id, provider_id, updated_at as ended_at
    from read.payout where stage in ('settled', 'released') and provider_id is not null and updated_at >= ${since}
    union all
    select 'swap', swap_id, provider_id, updated_at
    from read.swap where stage in ('settled', 'released') and provider_id is not null and updated_at >= ${since}
    union all
    select 'sweep', provider_id, provider_id, updated_at
    from read.sweep where closed and updated_at >= ${since}
    order by ended_at`.execute(database);
  return rows.map((row) => ({
    kind: row.kind,
    movementId: row.movement_id,
    providerId: row.provider_id,
    endedAt: row.ended_at,
  }));
}
