import type { Selectable } from 'kysely';
import type { Database } from '#libs/read-store/database.js';
import type { ReadSweep } from '#libs/read-store/tables.gen.js';

export type SweepRow = Selectable<ReadSweep>;

/** Sweeps, the latest first. `review`: only those that a person has to look at. */
export function listSweeps(
  database: Database,
  { review }: { readonly review?: true },
  limit: number,
): Promise<SweepRow[]> {
  return database
    .selectFrom('read.sweep')
    .selectAll()
    .$if(review !== undefined, (query) => query.where('review_reason', 'is not', null))
    .orderBy('detected_at', 'desc')
    .orderBy('provider_id')
    .limit(limit)
    .execute();
}

/** Sweeps that may need another step; the provider makes few of them. */
export async function* openSweepIds(database: Database): AsyncGenerator<readonly string[]> {
  const rows = await database.selectFrom('read.sweep').select('provider_id').where('closed', '=', false).execute();
  yield rows.map(({ provider_id: id }) => id ?? '');
}
