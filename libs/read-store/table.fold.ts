import type { Cells, Change } from './changes.js';
import { keyOfCells, keyText, newRow, type CellList, type TableLayout } from './table.layout.js';

/** How a row's changes reach the table: as one of these statements. */
export type RowMode = 'insert' | 'insertOrIgnore' | 'upsert' | 'update';

/** What a column of a row that may exist already gets. */
export const untouched = 0;
export const assigned = 1;
export const increased = 2;

/** All changes of a batch to one row, as one. */
export interface FoldedRow {
  readonly key: string;
  mode: RowMode;
  /** For a new row; in `update` only the columns that change and the key. */
  readonly cells: CellList;
  /** By column: untouched, assigned or increased, where the row exists already. Empty in the modes where none can. */
  marks: number[];
}

/** The change can never succeed after what came before it in the same batch. */
export class RowExists extends Error {
  override readonly name = 'RowExists';
}

type Insert = Extract<Change, { row: Cells }>;
type Patch = Exclude<Change, Insert>;
/** Shared by all rows that are new, of which there are many. */
const none: number[] = [];

/**
 * Merges changes to the same row, so that a batch touches each row once. The few sequences that no single statement
 * can express start another round, which is written after the one before.
 */
export class TableFold {
  /** New rows, not looked at by key as long as the batch does nothing else to the table. Written before the rounds. */
  appended: CellList[] = [];
  readonly rounds: Map<string, FoldedRow>[] = [];

  constructor(readonly layout: TableLayout) {}

  /** @throws RowExists, ValueMissing */
  apply(change: Change): void {
    if (change.kind === 'insert' && this.rounds.length === 0)
      this.appended.push(newRow(this.layout, change.row, change.row));
    else this.#merge(change, this.rounds.at(-1) ?? this.#startByKey());
  }

  #merge(change: Change, rows: Map<string, FoldedRow>): void {
    const key = keyText(this.layout, isInsert(change) ? change.row : change.key);
    const row = rows.get(key);
    if (!row) rows.set(key, firstOf(this.layout, key, change));
    else if (!isInsert(change)) this.#patch(row, change);
    else if (change.kind === 'insert') throw new RowExists(`${this.layout.table.name} has a row for this key already`);
  }

  #startRound(): Map<string, FoldedRow> {
    const rows = new Map<string, FoldedRow>();
    this.rounds.push(rows);
    return rows;
  }

  /** Rows that were appended can be changed from here on. */
  #startByKey(): Map<string, FoldedRow> {
    const rows = this.#startRound();
    const twice: CellList[] = [];
    for (const cells of this.appended) {
      const key = keyOfCells(this.layout, cells);
      if (rows.has(key)) twice.push(cells);
      else rows.set(key, { key, mode: 'insert', cells, marks: none });
    }
    this.appended = twice; // The database will refuse these; which event is to blame is found out then.
    return rows;
  }

  #patch(row: FoldedRow, patch: Patch): void {
    if (row.mode === 'insertOrIgnore') {
      row.mode = 'upsert';
      row.marks = noMarks(this.layout);
    }
    if (canMerge(this.layout, row, patch)) merge(this.layout, row, patch);
    else this.#startRound().set(row.key, firstOf(this.layout, row.key, patch));
  }
}

function firstOf(layout: TableLayout, key: string, change: Change): FoldedRow {
  if (isInsert(change)) return { key, mode: change.kind, cells: newRow(layout, change.row, change.row), marks: none };
  const row: FoldedRow =
    change.kind === 'update'
      ? { key, mode: 'update', cells: keyCells(layout, change.key), marks: noMarks(layout) }
      : { key, mode: 'upsert', cells: newRow(layout, change.key, change.values), marks: noMarks(layout) };
  merge(layout, row, change);
  return row;
}

function isInsert(change: Change): change is Insert {
  return change.kind === 'insert' || change.kind === 'insertOrIgnore';
}

function keyCells({ names, keyIndexes }: TableLayout, key: Cells): CellList {
  const cells: CellList = Array.from({ length: names.length });
  for (const index of keyIndexes) cells[index] = key[names[index] ?? ''];
  return cells;
}

function noMarks({ names }: TableLayout): number[] {
  return names.map(() => untouched);
}

/** A new row of `insertOrIgnore` may hold a sum that an existing row would not get: adding to it is two statements. */
function canMerge(layout: TableLayout, { mode, cells, marks }: FoldedRow, patch: Patch): boolean {
  if (mode !== 'upsert' || patch.kind !== 'add') return true;
  for (const name in patch.increments) {
    const index = layout.indexOf(name);
    if (marks[index] === untouched && cells[index] !== 0n) return false;
  }
  return true;
}

function merge(layout: TableLayout, row: FoldedRow, patch: Patch): void {
  for (const name in patch.values) {
    const value = patch.values[name];
    if (value !== undefined) assign(row, layout.indexOf(name), value);
  }
  if (patch.kind !== 'add') return;
  for (const name in patch.increments) increase(row, layout.indexOf(name), patch.increments[name] ?? 0n);
}

function assign({ mode, cells, marks }: FoldedRow, index: number, value: unknown): void {
  cells[index] = value;
  if (mode !== 'insert') marks[index] = assigned;
}

function increase({ mode, cells, marks }: FoldedRow, index: number, by: bigint): void {
  const before = cells[index];
  cells[index] = typeof before === 'bigint' ? before + by : by;
  if (mode !== 'insert' && marks[index] !== assigned) marks[index] = increased;
}
