import type { IncrementsOf, KeyOf, PatchOf, RowOf, Table, ValuesOf } from './table.definition.js';

/** Column values by name; undefined and absent mean the same. */
export type Cells = Readonly<Record<string, unknown>>;

/** One thing that a fact does to one row. */
export type Change = NewRow<'insert'> | NewRow<'insertOrIgnore'> | Patch<'upsert'> | Patch<'update'> | Addition;

interface NewRow<Kind> {
  readonly kind: Kind;
  readonly table: Table;
  readonly row: Cells;
}

interface Patch<Kind> {
  readonly kind: Kind;
  readonly table: Table;
  readonly key: Cells;
  readonly values: Cells;
}

interface Addition extends Patch<'add'> {
  readonly increments: Readonly<Record<string, bigint | undefined>>;
}

/** A new row; the projection stops when there is one with this key. */
export function insert<T extends Table>(table: T, row: RowOf<T>): Change {
  return { kind: 'insert', table, row };
}

/** A new row, unless there is one with this key. */
export function insertOrIgnore<T extends Table>(table: T, row: RowOf<T>): Change {
  return { kind: 'insertOrIgnore', table, row };
}

/** A new row, or these values in the row that is there; what is not named keeps its value. */
export function upsert<T extends Table>(table: T, key: KeyOf<T>, values: ValuesOf<T>): Change {
  return { kind: 'upsert', table, key, values };
}

/** These values in the row that is there; the projection stops when there is none. */
export function update<T extends Table>(table: T, key: KeyOf<T>, values: PatchOf<T>): Change {
  return { kind: 'update', table, key, values };
}

/**
 * Adds to the sums of a row, which starts at zero when it is not there yet, and sets the other values given. A table
 * with required columns besides its key needs them here, for the case that the row is new.
 */
export function add<T extends Table>(
  table: T,
  key: KeyOf<T>,
  increments: IncrementsOf<T>,
  ...[values = {}]: object extends ValuesOf<T> ? [values?: PatchOf<T>] : [values: ValuesOf<T>]
): Change {
  return { kind: 'add', table, key, increments, values };
}
