import { createHash } from 'node:crypto';
import type { Column, ColumnKind } from './column.types.js';
import { quoteName } from './sql.text.js';
import type { Table, TableIndex } from './table.definition.js';

/** The statements that create the tables of a projection in a schema. */
export function createTables(schema: string, tables: readonly Table[]): string[] {
  return tables.flatMap((table) => [
    createTable(schema, table),
    ...table.indexes.map((index) => createIndex(schema, table, index)),
  ]);
}

/** Changes with every change of the tables, so that a forgotten version bump is noticed. */
export function definitionHash(tables: readonly Table[]): string {
  return createHash('sha256').update(createTables('', tables).join('\n')).digest('hex');
}

function createTable(schema: string, { name, columns, key }: Table): string {
  const lines = Object.entries(columns).map(([column, definition]) => `${quoteName(column)} ${columnSql(definition)}`);
  return `create table ${quoteName(schema)}.${quoteName(name)} (${[...lines, `primary key (${names(key)})`].join(', ')})`;
}

function columnSql({ type, kind }: Column<unknown>): string {
  return `${type}${constraints[kind]}`;
}

const constraints: Readonly<Record<ColumnKind, string>> = {
  required: ' not null',
  optional: '',
  sum: ' not null default 0',
};

function createIndex(schema: string, { name }: Table, { on, unique, where }: TableIndex): string {
  const condition = where === undefined ? '' : ` where ${where}`;
  return `create ${unique ? 'unique ' : ''}index on ${quoteName(schema)}.${quoteName(name)} (${names(on)})${condition}`;
}

function names(list: readonly string[]): string {
  return list.map(quoteName).join(', ');
}
