import type { Selectable } from 'kysely';
import type { Database } from '#libs/read-store/database.js';
import { idPages } from '#libs/read-store/id-pages.js';
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
