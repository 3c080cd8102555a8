import type { Column } from './column.types.js';

/** A name as SQL wants it. Names here are plain identifiers already; quoting also admits reserved words. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A column of rows as the text form of a Postgres array. */
export function arrayLiteral({ encode, free }: Column<unknown>, values: readonly unknown[]): string {
  const items = values.map((value) => {
    if (value === null || value === undefined) return 'NULL';
    const text = encode(value);
    return free ? `"${escapeArrayItem(text)}"` : text;
  });
  return `{${items.join(',')}}`;
}

/** One row in the text format of COPY, line end included. */
export function copyLine(columns: readonly Column<unknown>[], cells: readonly unknown[]): string {
  let line = '';
  for (let index = 0; index < columns.length; index++) {
    if (index > 0) line += '\t';
    line += copyField(columns[index], cells[index]);
  }
  return `${line}\n`;
}

function copyField(column: Column<unknown> | undefined, value: unknown): string {
  if (column === undefined || value === null || value === undefined) return '\\N';
  const text = column.encode(value);
  return column.free ? escapeCopy(text) : text;
}

function escapeArrayItem(text: string): string {
  return /["\\]/.test(text) ? text.replaceAll(/["\\]/g, '\\$&') : text;
}

function escapeCopy(text: string): string {
  return /[\\\t\n\r]/.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (character) => copyEscapes[character] ?? '') : text;
}

const copyEscapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
