import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '#libs/read-store/database.js';
import { listFees, type FeeFilter, type FeeRow } from '#projections/fees/fees.queries.js';
import { readPage, type Page, type PageRequest } from '../reading/page.js';

/** The id of the provider's transaction, or the reference of its charge. */
export const feeIdFormat = /^[\w./-]{1,100}$/;

export class ListFees extends Query<Page<FeeRow>> {
  constructor(
    readonly filter: FeeFilter,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListFees)
export class ListFeesHandler implements IQueryHandler<ListFees> {
  constructor(private readonly database: Database) {}

  async execute({ filter, page }: ListFees): Promise<Page<FeeRow>> {
    return readPage(page, (rows) => listFees(this.database, filter, rows));
  }
}
