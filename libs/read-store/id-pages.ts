const pageRows = 500;

/**
 * Ids page after page, in their order: `read` gives at most `limit` of those after one. Rows that come and go meanwhile
 * harm nothing.
 */
export async function* idPages(
  read: (after: string, limit: number) => Promise<readonly { readonly id: string | null }[]>,
  after = '',
): AsyncGenerator<readonly string[]> {
  for (let last = after; ; ) {
    const ids = (await read(last, pageRows)).map(({ id }) => id ?? '');
    yield ids;
    if (ids.length < pageRows) return;
    last = ids.at(-1) ?? last;
  }
}
