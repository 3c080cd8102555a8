import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '#libs/read-store/database.js';
import {
  listDeposits,
  type DepositFilter,
  type DepositItem,
  type DepositPage,
} from '#projections/deposits/deposit-list.queries.js';
import { listPage, type ListPage } from '../lists/list-page.js';

/** `dep_…` for a deposit, `ord_…` for an order. */
export const depositIdFormat = /^(?:dep|ord)_[a-z2-7]{26}$/;

/** Undefined for what does not exist and for what is another operator's. */
export class FindDeposit extends Query<DepositItem | undefined> {
  constructor(
    readonly operatorId: string,
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

export class ListDeposits extends Query<ListPage<DepositItem>> {
  constructor(
    readonly operatorId: string,
    readonly filter: DepositFilter,
    readonly page: DepositPage,
  ) {
    super();
  }
}

@QueryHandler(ListDeposits)
export class ListDepositsHandler implements IQueryHandler<ListDeposits> {
  constructor(private readonly database: Database) {}

  async execute({ operatorId, filter, page: { after, limit } }: ListDeposits): Promise<ListPage<DepositItem>> {
    return listPage(await listDeposits(this.database, operatorId, filter, { after, limit: limit + 1 }), limit);
  }
}
