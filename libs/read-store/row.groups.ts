import type { FoldedRow, RowMode } from './table.fold.js';

/** Rows that one statement can write: the same columns, touched in the same way. */
export interface RowGroup {
  readonly mode: RowMode;
  readonly marks: readonly number[];
  readonly rows: readonly FoldedRow[];
}

/** Updates come first: they may free a unique value that a new row takes. */
const order: readonly RowMode[] = ['update', 'upsert', 'insertOrIgnore', 'insert'];

export function groupRows(rows: Iterable<FoldedRow>): RowGroup[] {
  const groups = new Map<string, FoldedRow[]>();
  for (const row of rows) {
    const signature = row.marks.length === 0 ? row.mode : row.mode + row.marks.join('');
    const group = groups.get(signature);
    if (group) group.push(row);
    else groups.set(signature, [row]);
  }
  return [...groups.values()]
    .map((members) => ({ mode: members[0]?.mode ?? 'insert', marks: members[0]?.marks ?? [], rows: inOrder(members) }))
    .sort((a, b) => order.indexOf(a.mode) - order.indexOf(b.mode));
}

/** Rows that others may hold a lock on are taken in one order everywhere; new ones stay in the order of the log. */
function inOrder(rows: FoldedRow[]): FoldedRow[] {
  return rows[0]?.mode === 'insert' ? rows : rows.sort((a, b) => (a.key < b.key ? -1 : 1));
}
