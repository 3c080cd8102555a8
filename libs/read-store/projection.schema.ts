import { sql, type Transaction } from 'kysely';
import { schemaOf, type Projection } from './projection.definition.js';
import { quoteName } from './sql.text.js';
import { createTables } from './table.sql.js';
import type { DB } from './tables.gen.js';

type Version = Pick<Projection, 'name' | 'version'>;

/** Creates the empty tables of a version. */
export async function createSchema(transaction: Transaction<DB>, projection: Projection): Promise<void> {
  const schema = schemaOf(projection);
  await sql`create schema ${sql.id(schema)}`.execute(transaction);
  for (const statement of createTables(schema, projection.tables)) await sql.raw(statement).execute(transaction);
}

/** Makes room for the tables of a version; those that are there stay with the views that show them. */
export async function setSchemaAside(transaction: Transaction<DB>, version: Version): Promise<void> {
  const [schema, aside] = [schemaOf(version), asideOf(version)];
  const { rows } = await sql<{ name: string }>`
    select nspname as name from pg_namespace where nspname in (${schema}, ${aside})`.execute(transaction);
  const isThere = (name: string): boolean => rows.some((row) => row.name === name);
  if (isThere(aside) || !isThere(schema)) await drop(transaction, schema);
  else await sql`alter schema ${sql.id(schema)} rename to ${sql.id(aside)}`.execute(transaction);
}

export async function dropSchemaAside(transaction: Transaction<DB>, version: Version): Promise<void> {
  await drop(transaction, asideOf(version));
}

export async function dropSchemas(transaction: Transaction<DB>, version: Version): Promise<void> {
  await drop(transaction, asideOf(version));
  await drop(transaction, schemaOf(version));
}

/** Lets `read.*` show this version instead of whichever it showed before. */
export async function switchViews(transaction: Transaction<DB>, projection: Projection): Promise<void> {
  for (const view of await viewsOf(transaction, projection.name))
    await sql`drop view ${sql.id('read', view)}`.execute(transaction);
  for (const { name, columns } of projection.tables) {
    const list = Object.keys(columns).map(quoteName).join(', ');
    const source = sql.id(schemaOf(projection), name);
    await sql`create view ${sql.id('read', name)} as select ${sql.raw(list)} from ${source}`.execute(transaction);
  }
}

/** The views that show any version of a projection, whatever its tables were called then. */
export async function viewsOf(transaction: Transaction<DB>, name: string): Promise<string[]> {
  const pattern = `^${schemaOf({ name, version: 0 }).slice(0, -1)}[0-9]+(${asideSuffix})?$`;
  const { rows } = await sql<{ name: string }>`
    select distinct view_name as name from information_schema.view_table_usage
    where view_schema = 'read' and table_schema ~ ${pattern}`.execute(transaction);
  return rows.map((row) => row.name);
}

const asideSuffix = '_replaced';

function asideOf(version: Version): string {
  return schemaOf(version) + asideSuffix;
}

async function drop(transaction: Transaction<DB>, schema: string): Promise<void> {
  await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(transaction);
}
