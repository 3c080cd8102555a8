import type { Database } from '#libs/read-store/database.js';

/** A place in the list, newest first: the last one of the page before. */
export interface OperatorPlace {
  readonly registeredAt: Date;
  readonly operatorId: string;
}

/** The ids of operators, the last registered first. */
export async function listOperatorIds(
  database: Database,
  { after, limit }: { readonly after?: OperatorPlace | undefined; readonly limit: number },
): Promise<string[]> {
  const rows = await database
    .selectFrom('read.operator')
    .select('operator_id')
    .$if(after !== undefined, (query) =>
      query.where((is) =>
        is(
          is.refTuple('registered_at', 'operator_id'),
          '<',
          is.tuple(after?.registeredAt ?? new Date(0), after?.operatorId ?? ''),
        ),
      ),
    )
    .orderBy('registered_at', 'desc')
    .orderBy('operator_id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ operator_id: id }) => id ?? '');
}
