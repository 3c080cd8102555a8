import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '#libs/read-store/database.js';
import { listDeposits, type DepositFilter, type DepositItem } from '#projections/deposits/deposit-list.queries.js';
import { readPage, type Page, type PageRequest } from '../reading/page.js';

/** `dep_…` for a deposit, `ord_…` for an order. */
export const depositIdFormat = /^(?:dep|ord)_[a-z2-7]{26}$/;

/** Undefined for what does not exist and for what is another operator's. */
export class FindDeposit extends Query<DepositItem | undefined> {
  constructor(
    /** Undefined for the platform, which sees all. */
    readonly operatorId: string | undefined,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(FindDeposit)
export class FindDepositHandler implements IQueryHandler<FindDeposit> {
  constructor(private readonly database: Database) {}

  async execute({ operatorId, id }: FindDeposit): Promise<DepositItem | undefined> {
    if (!depositIdFormat.test(id)) return undefined;
    const [item] = await listDeposits(this.database, operatorId, { id }, { limit: 1 });
    return item;
  }
}

export class ListDeposits extends Query<Page<DepositItem>> {
  constructor(
    /** Undefined for the platform, which sees all. */
    readonly operatorId: string | undefined,
    readonly filter: DepositFilter,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListDeposits)
export class ListDepositsHandler implements IQueryHandler<ListDeposits> {
  constructor(private readonly database: Database) {}

  async execute({ operatorId, filter, page }: ListDeposits): Promise<Page<DepositItem>> {
    return readPage(page, (rows) => listDeposits(this.database, operatorId, filter, rows));
  }
}
