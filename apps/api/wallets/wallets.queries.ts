import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '#libs/read-store/database.js';
import {
  listOperatorWallets,
  type OperatorWalletFilter,
  type OperatorWalletRows,
} from '#projections/operator-wallets/operator-wallets.queries.js';
import { pageOf, type Page, type PageRequest } from '../reading/page.js';

export const walletIdFormat = /^[A-Za-z0-9_-]{1,64}$/;

export class ListWallets extends Query<Page<OperatorWalletRows>> {
  constructor(
    readonly filter: OperatorWalletFilter,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListWallets)
export class ListWalletsHandler implements IQueryHandler<ListWallets> {
  constructor(private readonly database: Database) {}

  async execute({ filter, page: { after, limit } }: ListWallets): Promise<Page<OperatorWalletRows>> {
    const place = after && { registeredAt: after.createdAt, walletId: after.id };
    const rows = await listOperatorWallets(this.database, filter, { after: place, limit: limit + 1 });
    return pageOf(rows, limit, (row) => row);
  }
}
