import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '#libs/read-store/database.js';
import { listBalances, type BalanceFilter, type WalletBalanceRow } from '#projections/balances/balances.queries.js';

export class ListBalances extends Query<readonly WalletBalanceRow[]> {
  constructor(
    readonly operatorId: string,
    readonly filter: BalanceFilter,
  ) {
    super();
  }
}

@QueryHandler(ListBalances)
export class ListBalancesHandler implements IQueryHandler<ListBalances> {
  constructor(private readonly database: Database) {}

  async execute({ operatorId, filter }: ListBalances): Promise<readonly WalletBalanceRow[]> {
    return listBalances(this.database, operatorId, filter);
  }
}
