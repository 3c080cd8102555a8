import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { format, resolveConfig } from 'prettier';
import type { Projection } from '#libs/read-store/projection.definition.js';
import { createTables } from '#libs/read-store/table.sql.js';
import type { TestDatabase } from './postgres.js';

export const generatedTablesFile = 'libs/read-store/tables.gen.ts';

const codegen = 'node_modules/kysely-codegen/dist/cli/bin.js';
const options = {
  dialect: 'postgres',
  'include-pattern': '(engine|read).*',
  'exclude-pattern': 'engine.kysely_*',
  'date-parser': 'string',
  // Exact both ways: where a number is taken, a rounded amount would be too.
  'type-mapping': JSON.stringify({ numeric: 'string', int8: 'string', timestamptz: 'Date' }),
  'log-level': 'silent',
};

/**
 * The kysely types of the engine's tables and of `read.*`, from a migrated database that is otherwise empty. The
 * projections' tables are created in `read` itself, because Postgres does not know which columns of a view may be null.
 */
export async function generateTables(
  { database, url }: Pick<TestDatabase, 'database' | 'url'>,
  projections: readonly Projection[],
): Promise<string> {
  for (const statement of projections.flatMap(({ tables }) => createTables('read', tables)))
    await sql.raw(statement).execute(database);
  const flags = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const { stdout } = await promisify(execFile)(process.execPath, [codegen, `--url=${url}`, ...flags, '--print']);
  return format(stdout, { ...(await resolveConfig(generatedTablesFile)), filepath: generatedTablesFile });
}
