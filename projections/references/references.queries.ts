import type { Database } from '#libs/read-store/database.js';

export interface FoundReference {
  readonly kind: string;
  readonly resource: string;
  readonly resourceId: string;
  readonly recordedAt: Date;
}

/** More than these share one reference only where it is a player or an address; the newest are what is asked for. */
const found_max = 100;

/** What an operator has under a reference, newest first. */
export async function findReferences(
  database: Database,
  operatorId: string,
  reference: string,
): Promise<FoundReference[]> {
  const rows = await database
    .selectFrom('read.resource_reference as reference')
    .innerJoin('read.resource_owner as owner', 'owner.resource_id', 'reference.resource_id')
    .select(['reference.kind', 'owner.resource', 'reference.resource_id', 'reference.recorded_at'])
    .where('reference.reference', '=', reference)
    .where('owner.operator_id', '=', operatorId)
    .orderBy('reference.recorded_at', 'desc')
    .limit(found_max)
    .execute();
  return rows.map((row) => ({
    kind: row.kind ?? '',
    resource: row.resource ?? '',
    resourceId: row.resource_id ?? '',
    recordedAt: row.recorded_at ?? new Date(0),
  }));
}
