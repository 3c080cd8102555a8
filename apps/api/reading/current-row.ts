import type { StoredEvent } from '#libs/event-streams/event-streams.js';
import type { Cells } from '#libs/read-store/changes.js';
import type { Projection } from '#libs/read-store/projection.definition.js';
import type { Table } from '#libs/read-store/table.definition.js';
import { isDatabaseUnavailable } from '../problems/database-unavailable.js';

interface Sources {
  readonly fromReadModel: () => Promise<Cells | undefined>;
  readonly fromLog: () => Promise<Cells | undefined>;
}

/** As the read model has it, or as it will have it. Without the read store there is still the log (F1.9). */
export async function currentRow({ fromReadModel, fromLog }: Sources): Promise<Cells | undefined> {
  try {
    const row = await fromReadModel();
    if (row) return row;
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
  }
  return fromLog();
}

/**
 * The row that the read model will have once it gets here: its own projection, folded in memory. So a resource can be
 * read right after it was requested, and looks the same from either side. Undefined when the stream is empty.
 */
export function projectedRow(events: readonly StoredEvent[], projection: Projection, table: Table): Cells | undefined {
  let cells: Cells | undefined;
  for (const event of events) {
    const fact = projection.codecOf(event.type).decode(event);
    for (const change of projection.changesOf(fact, { ...event, eventId: event.id }))
      if (change.table === table) cells = { ...cells, ...('row' in change ? change.row : change.values) };
  }
  return cells;
}
