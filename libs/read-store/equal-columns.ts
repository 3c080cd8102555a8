import { sql, type RawBuilder } from 'kysely';

/** A condition for each column that has a value to be equal to. */
export function equalColumns(columns: Readonly<Record<string, string | undefined>>): readonly RawBuilder<unknown>[] {
  return Object.entries(columns).flatMap(([name, value]) =>
    value === undefined ? [] : [sql`${sql.ref(name)} = ${value}`],
  );
}
