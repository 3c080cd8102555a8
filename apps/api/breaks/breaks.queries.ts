import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EventStreams, type StoredEvent } from '#libs/event-streams/event-streams.js';
import { Database } from '#libs/read-store/database.js';
import type { Cells } from '#libs/read-store/changes.js';
import { breakStream } from '#libs/reconciliation/break.codec.js';
import { findBreaks, type BreakListFilter } from '#projections/breaks/break-list.queries.js';
import { breaks } from '#projections/breaks/breaks.projection.js';
import { reconciliationBreak } from '#projections/breaks/breaks.tables.js';
import { currentRow, projectedRow } from '../reading/current-row.js';
import { pageOf, type Page, type PageRequest } from '../reading/page.js';

export const breakIdFormat = /^br_[a-z2-7]{24}$/;

/** A break as it stands, and everything that happened to it. */
export interface FoundBreak {
  readonly row: Cells;
  readonly events: readonly StoredEvent[];
}

/** Undefined for what does not exist. */
export class FindBreak extends Query<FoundBreak | undefined> {
  constructor(readonly breakId: string) {
    super();
  }
}

@QueryHandler(FindBreak)
export class FindBreakHandler implements IQueryHandler<FindBreak> {
  constructor(
    private readonly database: Database,
    private readonly streams: EventStreams,
  ) {}

  async execute({ breakId: id }: FindBreak): Promise<FoundBreak | undefined> {
    if (!breakIdFormat.test(id)) return undefined;
    const { events } = await this.streams.read(breakStream(id));
    const row = await currentRow({
      fromReadModel: async () => cellsOf((await findBreaks(this.database, { id }, { limit: 1 }))[0]),
      fromLog: async () => projectedRow(events, breaks, reconciliationBreak),
    });
    return row && { row, events };
  }
}

export class ListBreaks extends Query<Page<Cells>> {
  constructor(
    readonly filter: BreakListFilter,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListBreaks)
export class ListBreaksHandler implements IQueryHandler<ListBreaks> {
  constructor(private readonly database: Database) {}

  async execute({ filter, page: { after, limit } }: ListBreaks): Promise<Page<Cells>> {
    const cursor = after && { openedAt: after.createdAt, breakId: after.id };
    const rows = await findBreaks(this.database, filter, { after: cursor, limit: limit + 1 });
    return pageOf(rows, limit, (row) => ({ ...row }));
  }
}

function cellsOf(row: object | undefined): Cells | undefined {
  return row && { ...row };
}
