import Table from 'cli-table3';
import { print } from './run-command.js';

export interface OutputOptions {
  /** JSON lines for programs, instead of a table for people. */
  readonly json?: true;
}

export type OutputRow = Readonly<Record<string, string | number | boolean | null>>;

/** Rows of the same shape. Numbers that are money come as decimal strings. */
export function printRows(rows: readonly OutputRow[], { json }: OutputOptions): void {
  if (json) {
    for (const row of rows) print(JSON.stringify(row));
    return;
  }
  const [first] = rows;
  if (!first) return print('Nothing.');
  const table = new Table({ head: Object.keys(first), style: { head: [], border: [] } });
  table.push(...rows.map((row) => Object.values(row).map((value) => value ?? '')));
  print(table.toString());
}
