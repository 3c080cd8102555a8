import type { Cells } from './changes.js';
import type { Column } from './column.types.js';
import type { Table } from './table.definition.js';

/** A table with its columns numbered, which is how the engine keeps rows. */
export interface TableLayout {
  readonly table: Table;
  readonly names: readonly string[];
  readonly columns: readonly Column<unknown>[];
  readonly keyIndexes: readonly number[];
  readonly indexOf: (name: string) => number;
}

/** A row as values in column order; undefined where a change names none. */
export type CellList = unknown[];

export class ValueMissing extends Error {
  override readonly name = 'ValueMissing';
}

export function layoutOf(table: Table): TableLayout {
  const names = Object.keys(table.columns);
  const indexes = new Map(names.map((name, index) => [name, index]));
  const indexOf = (name: string): number => {
    const index = indexes.get(name);
    if (index === undefined) throw new ValueMissing(`${table.name} has no column ${name}`);
    return index;
  };
  return { table, names, columns: Object.values(table.columns), keyIndexes: table.key.map(indexOf), indexOf };
}

/** A whole new row. @throws ValueMissing */
export function newRow({ table, names, columns }: TableLayout, key: Cells, values: Cells): CellList {
  const cells: CellList = [];
  for (let index = 0; index < columns.length; index++) {
    const name = names[index] ?? '';
    const value = values[name] ?? key[name];
    cells.push(value ?? defaultOf(columns[index]));
    if (cells[index] === undefined) throw new ValueMissing(`${table.name}.${name} has no value`);
  }
  return cells;
}

function defaultOf(column: Column<unknown> | undefined): null | bigint | undefined {
  if (column?.kind === 'sum') return 0n;
  return column?.kind === 'optional' ? null : undefined;
}

/** Text that is the same for, and only for, the same primary key. */
export function keyText({ table, columns, keyIndexes, names }: TableLayout, cells: Cells): string {
  let result = '';
  for (const index of keyIndexes) {
    const name = names[index] ?? '';
    const value = cells[name];
    if (value === undefined || value === null) throw new ValueMissing(`${table.name}.${name} has no value`);
    result += `${keyPart(columns[index], value)}\0`;
  }
  return result;
}

export function keyOfCells({ columns, keyIndexes }: TableLayout, cells: CellList): string {
  let result = '';
  for (const index of keyIndexes) result += `${keyPart(columns[index], cells[index])}\0`;
  return result;
}

function keyPart(column: Column<unknown> | undefined, value: unknown): string | undefined {
  return typeof value === 'string' ? value : column?.encode(value);
}
