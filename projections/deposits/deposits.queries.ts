import type { Database } from '#libs/read-store/database.js';
import { idPages } from '#libs/read-store/id-pages.js';

/** The provider's ids of deposits that something is expected to happen to, after the given one, page after page. */
export function openDepositIds(database: Database, after = ''): AsyncGenerator<readonly string[]> {
  return idPages(
    (last, limit) =>
      database
        .selectFrom('read.deposit')
        .select('provider_id as id')
        .where('open', '=', true)
        .where('provider_id', '>', last)
        .orderBy('provider_id')
        .limit(limit)
        .execute(),
    after,
  );
}

/** The same of orders. */
export function openOrderIds(database: Database, after = ''): AsyncGenerator<readonly string[]> {
  return idPages(
    (last, limit) =>
      database
        .selectFrom('read.deposit_order')
        .select('provider_id as id')
        .where('open', '=', true)
        .where('provider_id', '>', last)
        .orderBy('provider_id')
        .limit(limit)
        .execute(),
    after,
  );
}
