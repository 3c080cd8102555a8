import { sql, type Selectable } from 'kysely';
import type { FeeKind } from '#libs/fees/network-fee.events.js';
import type { Database } from '#libs/read-store/database.js';
import type { ReadProviderFee } from '#libs/read-store/tables.gen.js';

export type ProviderFeeRow = Selectable<ReadProviderFee>;

export interface FeeRow {
  readonly kind: FeeKind | 'provider';
  /** The movement, or the reference under which the provider charged. */
  readonly movement_id: string;
  readonly provider_id: string | null;
  readonly wallet_id: string | null;
  readonly asset: string | null;
  readonly fee_minor: string | null;
  readonly changes: number;
  readonly unclear: string | null;
  readonly reported: string | null;
}

export interface FeeFilter {
  readonly operatorId?: string | undefined;
  /** Only those that cannot be booked. */
  readonly unclear?: true | undefined;
}

/** Fees of the chains and of the provider, the latest first; of each what is booked now, which is nothing of a reversed one. */
export async function listFees(
  database: Database,
  { operatorId, unclear }: FeeFilter,
  limit: number,
): Promise<readonly FeeRow[]> {
  const { rows } = await sql<FeeRow>`
    select kind, movement_id, provider_id, wallet_id, asset, fee_minor::text as fee_minor, changes, unclear, reported
    from (
      select kind, movement_id, provider_id, wallet_id, operator_id, asset, fee_minor, changes, unclear, reported,
        observed_at as at
      from read.network_fee
      union all
      select 'provider', charge_id, null, wallet_id, operator_id, asset,
        case when reversed_at is null then fee_minor else 0 end,
        case when reversed_at is null then 1 else 2 end, null, null, coalesce(reversed_at, charged_at)
      from read.provider_fee
    ) as fee
    where (${operatorId ?? null}::text is null or operator_id = ${operatorId ?? null})
      and (not ${unclear ?? false}::boolean or unclear is not null)
    order by at desc, movement_id
    limit ${limit}`.execute(database);
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
