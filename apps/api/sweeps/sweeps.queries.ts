import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '#libs/read-store/database.js';
import { listSweeps, type SweepFilter, type SweepItem } from '#projections/sweeps/sweeps.queries.js';
import { readPage, type Page, type PageRequest } from '../reading/page.js';

/** A sweep has the provider's id. */
export const sweepIdFormat = /^[\w-]{1,64}$/;

export class ListSweeps extends Query<Page<SweepItem>> {
  constructor(
    readonly filter: SweepFilter,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListSweeps)
export class ListSweepsHandler implements IQueryHandler<ListSweeps> {
  constructor(private readonly database: Database) {}

  async execute({ filter, page }: ListSweeps): Promise<Page<SweepItem>> {
    return readPage(page, (rows) => listSweeps(this.database, filter, rows));
  }
}
