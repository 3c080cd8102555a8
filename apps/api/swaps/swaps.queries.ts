import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EventStreams } from '#libs/event-streams/event-streams.js';
import { Database } from '#libs/read-store/database.js';
import { swapStream } from '#libs/swaps/swap.codec.js';
import { swaps } from '#projections/swaps/swaps.projection.js';
import { findSwap, listSwaps, type SwapFilter } from '#projections/swaps/swaps.queries.js';
import { swap } from '#projections/swaps/swaps.tables.js';
import { currentRow, projectedRow } from '../reading/current-row.js';
import { pageOf, type Page, type PageRequest } from '../reading/page.js';
import type { SwapRecord } from './swap.record.js';
import { recordOfRow } from './swap.rows.js';

/** Undefined for what does not exist. */
export class FindSwap extends Query<SwapRecord | undefined> {
  constructor(readonly swapId: string) {
    super();
  }
}

export const swapIdFormat = /^sw_[a-z2-7]{26}$/;

@QueryHandler(FindSwap)
export class FindSwapHandler implements IQueryHandler<FindSwap> {
  constructor(
    private readonly database: Database,
    private readonly streams: EventStreams,
  ) {}

  async execute({ swapId }: FindSwap): Promise<SwapRecord | undefined> {
    if (!swapIdFormat.test(swapId)) return undefined;
    const row = await currentRow({
      fromReadModel: () => findSwap(this.database, swapId),
      fromLog: async () => {
        const { events } = await this.streams.read(swapStream(swapId));
        return projectedRow(events, swaps, swap);
      },
    });
    return row && recordOfRow(row);
  }
}

export interface SwapPageRequest extends PageRequest {
  readonly filter: SwapFilter;
}

export class ListSwaps extends Query<Page<SwapRecord>> {
  constructor(readonly page: SwapPageRequest) {
    super();
  }
}

@QueryHandler(ListSwaps)
export class ListSwapsHandler implements IQueryHandler<ListSwaps> {
  constructor(private readonly database: Database) {}

  async execute({ page: { filter, after, limit } }: ListSwaps): Promise<Page<SwapRecord>> {
    const cursor = after && { requestedAt: after.createdAt, swapId: after.id };
    const rows = await listSwaps(this.database, filter, { after: cursor, limit: limit + 1 });
    return pageOf(rows, limit, recordOfRow);
  }
}
