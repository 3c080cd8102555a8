import type { FoldedRow, RowMode, TableFold } from './table.fold.js';
import type { CellList } from './table.layout.js';

/** Rows that one statement can write: the same columns, touched in the same way. */
export interface RowGroup {
  readonly mode: RowMode;
  readonly marks: readonly number[];
  readonly rows: readonly CellList[];
}

/** Updates come first: they may free a unique value that a new row takes. */
const order: readonly RowMode[] = ['update', 'upsert', 'insertOrIgnore', 'insert'];

/** What was folded for a table, in the order in which it has to be written. */
export function groupRows({ appended, rounds }: TableFold): RowGroup[] {
  const groups = rounds.flatMap((rows) => groupRound(rows.values()));
  return appended.length === 0 ? groups : [{ mode: 'insert', marks: [], rows: appended }, ...groups];
}

function groupRound(rows: Iterable<FoldedRow>): RowGroup[] {
  const groups = new Map<string, FoldedRow[]>();
  for (const row of rows) {
    const signature = row.marks.length === 0 ? row.mode : row.mode + row.marks.join('');
    const group = groups.get(signature);
    if (group) group.push(row);
    else groups.set(signature, [row]);
  }
  return [...groups.values()].map(toGroup).sort((a, b) => order.indexOf(a.mode) - order.indexOf(b.mode));
}

/** Rows that others may hold a lock on are taken in one order everywhere; new ones stay in the order of the log. */
function toGroup(rows: FoldedRow[]): RowGroup {
  const { mode = 'insert', marks = [] } = rows[0] ?? {};
  if (mode !== 'insert') rows.sort((a, b) => (a.key < b.key ? -1 : 1));
  return { mode, marks, rows: rows.map(({ cells }) => cells) };
}
