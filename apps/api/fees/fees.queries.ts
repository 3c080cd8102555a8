import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '#libs/read-store/database.js';
import { listNetworkFees, type NetworkFeeFilter, type NetworkFeeRow } from '#projections/fees/fees.queries.js';
import { readPage, type Page, type PageRequest } from '../reading/page.js';

/** A network fee has the id of the provider's transaction. */
export const feeIdFormat = /^[\w-]{1,64}$/;

export class ListFees extends Query<Page<NetworkFeeRow>> {
  constructor(
    readonly filter: NetworkFeeFilter,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListFees)
export class ListFeesHandler implements IQueryHandler<ListFees> {
  constructor(private readonly database: Database) {}

  async execute({ filter, page }: ListFees): Promise<Page<NetworkFeeRow>> {
    return readPage(page, (rows) => listNetworkFees(this.database, filter, rows));
  }
}
