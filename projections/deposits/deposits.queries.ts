import type { Database } from '#libs/read-store/database.js';

const openPage = 500;

/** The provider's ids of deposits that something is expected to happen to, after the given one, page after page. */
export async function* openDepositIds(database: Database, after = ''): AsyncGenerator<readonly string[]> {
  yield* pages(after, (last) =>
    database
      .selectFrom('read.deposit')
      .select('provider_id')
      .where('open', '=', true)
      .where('provider_id', '>', last)
      .orderBy('provider_id')
      .limit(openPage)
      .execute(),
  );
}

/** The same of orders. */
export async function* openOrderIds(database: Database, after = ''): AsyncGenerator<readonly string[]> {
  yield* pages(after, (last) =>
    database
      .selectFrom('read.deposit_order')
      .select('provider_id')
      .where('open', '=', true)
      .where('provider_id', '>', last)
      .orderBy('provider_id')
      .limit(openPage)
      .execute(),
  );
}

async function* pages(
  after: string,
  read: (last: string) => Promise<readonly { readonly provider_id: string | null }[]>,
): AsyncGenerator<readonly string[]> {
  let last = after;
  for (;;) {
    const ids = (await read(last)).map(({ provider_id: id }) => id ?? '');
    yield ids;
    if (ids.length < openPage) return;
    last = ids.at(-1) ?? last;
  }
}
