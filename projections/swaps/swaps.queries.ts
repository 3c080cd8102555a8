import type { Database } from '#libs/read-store/database.js';

const openPage = 500;

/** Swaps that may need another step, by id, page after page. */
export async function* openSwapIds(database: Database): AsyncGenerator<readonly string[]> {
  let last = '';
  for (;;) {
    const rows = await database
      .selectFrom('read.swap')
      .select('swap_id')
      .where('closed', '=', false)
      .where('swap_id', '>', last)
      .orderBy('swap_id')
      .limit(openPage)
      .execute();
    const ids = rows.map(({ swap_id: id }) => id ?? '');
    yield ids;
    if (ids.length < openPage) return;
    last = ids.at(-1) ?? last;
  }
}
