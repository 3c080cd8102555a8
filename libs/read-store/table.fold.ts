import type { Cells, Change } from './changes.js';
import { keyText, newRow, type CellList, type TableLayout } from './table.layout.js';

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
/** Shared by all rows that were just inserted, of which there are many. */
const none: number[] = [];

/**
 * Merges changes to the same row, so that a batch touches each row once. The few sequences that no single statement
 * can express start another round, which is written after the one before.
 */
export class TableFold {
  readonly rounds: Map<string, FoldedRow>[] = [];
  #rows: Map<string, FoldedRow>;

  constructor(readonly layout: TableLayout) {
    this.#rows = this.#startRound();
  }

  /** @throws RowExists, ValueMissing */
  apply(change: Change): void {
    const key = keyText(this.layout, isInsert(change) ? change.row : change.key);
    const row = this.#rows.get(key);
    if (!row) this.#rows.set(key, this.#firstOf(key, change));
    else if (!isInsert(change)) this.#patch(row, change);
    else if (change.kind === 'insert') throw new RowExists(`${this.layout.table.name} has a row for this key already`);
  }

  #startRound(): Map<string, FoldedRow> {
    const rows = new Map<string, FoldedRow>();
    this.rounds.push(rows);
    return rows;
  }

  #firstOf(key: string, change: Change): FoldedRow {
    const { layout } = this;
    if (isInsert(change)) return { key, mode: change.kind, cells: newRow(layout, change.row, change.row), marks: none };
    const row: FoldedRow =
      change.kind === 'update'
        ? { key, mode: 'update', cells: this.#keyCells(change.key), marks: noMarks(layout) }
        : { key, mode: 'upsert', cells: newRow(layout, change.key, change.values), marks: noMarks(layout) };
    merge(layout, row, change);
    return row;
  }

  #patch(row: FoldedRow, change: Patch): void {
    if (row.mode === 'insertOrIgnore') {
      row.mode = 'upsert';
      row.marks = noMarks(this.layout);
    }
    if (canMerge(this.layout, row, change)) return merge(this.layout, row, change);
    this.#rows = this.#startRound();
    this.#rows.set(row.key, this.#firstOf(row.key, change));
  }

  #keyCells(key: Cells): CellList {
    const cells: CellList = Array.from({ length: this.layout.names.length });
    for (const index of this.layout.keyIndexes) cells[index] = key[this.layout.names[index] ?? ''];
    return cells;
  }
}

function isInsert(change: Change): change is Insert {
  return change.kind === 'insert' || change.kind === 'insertOrIgnore';
}

function noMarks({ names }: TableLayout): number[] {
  return names.map(() => untouched);
}

/** A new row of `insertOrIgnore` may hold a sum that an existing row would not get: adding to it is two statements. */
function canMerge(layout: TableLayout, { mode, cells, marks }: FoldedRow, patch: Patch): boolean {
  if (mode !== 'upsert' || patch.kind !== 'add') return true;
  return Object.keys(patch.increments).every((name) => {
    const index = layout.indexOf(name);
    return (marks[index] ?? untouched) !== untouched || cells[index] === 0n;
  });
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
