import type { Database } from '#libs/read-store/database.js';

export interface FoundReference {
  readonly kind: string;
  readonly resource: string;
  readonly resourceId: string;
  readonly recordedAt: Date;
}

/** More than these share one reference only where it is a player or an address; the newest are what is asked for. */
const found_max = 100;

/** The platform's own business, whichever operator's wallet it is in. */
const ofPlatform = ['transfer', 'swap'];
/** What the platform sees of everybody. */
const seenByPlatform = [...ofPlatform, 'sweep'];

/** Who looks: an operator sees what is its own, the platform all transfers, swaps and sweeps as well. */
export interface Looker {
  readonly operatorId: string;
  readonly role: 'tenant' | 'platform';
}

/** What somebody has under a reference, newest first. A transfer's leg is found as the transfer. */
export async function findReferences(
  database: Database,
  looker: Looker | 'everybody',
  reference: string,
): Promise<FoundReference[]> {
  const rows = await database
    .selectFrom('read.resource_reference as reference')
    .innerJoin('read.resource_owner as owner', 'owner.resource_id', 'reference.resource_id')
    .select(['reference.kind', 'owner.resource', 'reference.recorded_at'])
    .select(({ fn }) => fn.coalesce('owner.transfer_id', 'reference.resource_id').as('resource_id'))
    .where('reference.reference', '=', reference)
    .where((is) => {
      if (looker === 'everybody') return is.lit(true);
      const { operatorId, role } = looker;
      const own = is.and([is('owner.operator_id', '=', operatorId), is('owner.resource', 'not in', ofPlatform)]);
      return role === 'platform' ? is.or([own, is('owner.resource', 'in', seenByPlatform)]) : own;
    })
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
