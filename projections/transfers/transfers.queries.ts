import type { Database } from '#libs/read-store/database.js';

const openPage = 500;

/** Transfers that may need another step, by id, page after page. */
export async function* openTransferIds(database: Database): AsyncGenerator<readonly string[]> {
  let last = '';
  for (;;) {
    const rows = await database
      .selectFrom('read.transfer')
      .select('transfer_id')
      .where('closed', '=', false)
      .where('transfer_id', '>', last)
      .orderBy('transfer_id')
      .limit(openPage)
      .execute();
    const ids = rows.map(({ transfer_id: id }) => id ?? '');
    yield ids;
    if (ids.length < openPage) return;
    last = ids.at(-1) ?? last;
  }
}
