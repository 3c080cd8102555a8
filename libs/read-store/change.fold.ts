import type { Change } from './changes.js';
import type { Table } from './table.definition.js';
import { TableFold } from './table.fold.js';
import { layoutOf } from './table.layout.js';

/** The changes of a batch of events, merged by row, ready to be written. Order between tables does not matter. */
export class ChangeFold {
  readonly tables: readonly TableFold[];
  readonly #byTable: Map<Table, TableFold>;
  #empty = true;

  constructor(tables: readonly Table[]) {
    this.tables = tables.map((table) => new TableFold(layoutOf(table)));
    this.#byTable = new Map(this.tables.map((fold) => [fold.layout.table, fold]));
  }

  get isEmpty(): boolean {
    return this.#empty;
  }

  /** All changes of one event. When it throws, the fold is spoiled: fold the events before it again. */
  apply(changes: readonly Change[]): void {
    for (const change of changes) {
      const fold = this.#byTable.get(change.table);
      if (!fold) throw new Error(`${change.table.name} is not a table of this projection`);
      fold.apply(change);
      this.#empty = false;
    }
  }
}
