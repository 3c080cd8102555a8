import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '#libs/read-store/database.js';
import { ownsWallet } from '#projections/balances/balances.queries.js';
import {
  balanceAt,
  entriesPage,
  sumUpTo,
  type BalanceEntry,
  type EntryPlace,
} from '#projections/balances/entries.queries.js';

export interface ExplainedBalance {
  readonly accounts: readonly string[];
  readonly asset: string;
  /** Undefined: as it stands now. */
  readonly position: bigint | undefined;
  readonly after: EntryPlace | undefined;
  readonly limit: number;
}

/** One page of the entries that made a balance; amounts in minor units. */
export interface BalanceExplanation {
  readonly balance: bigint;
  readonly position: bigint;
  readonly opening: bigint;
  readonly entries: readonly BalanceEntry[];
  readonly hasMore: boolean;
}

export class ExplainBalance extends Query<BalanceExplanation | undefined> {
  constructor(
    readonly operatorId: string,
    readonly walletId: string,
    readonly explained: ExplainedBalance,
  ) {
    super();
  }
}

@QueryHandler(ExplainBalance)
export class ExplainBalanceHandler implements IQueryHandler<ExplainBalance> {
  constructor(private readonly database: Database) {}

  /** Undefined when the wallet is not the operator's. @throws when the entries do not make the balance. */
  async execute({ operatorId, walletId, explained }: ExplainBalance): Promise<BalanceExplanation | undefined> {
    const { database } = this;
    if (!(await ownsWallet(database, operatorId, walletId))) return undefined;
    const { accounts, asset, after, limit } = explained;
    const { minor: balance, position } = await balanceAt(database, { accounts, asset }, explained.position);
    const range = { accounts, asset, upTo: position };
    const rows = await entriesPage(database, range, { after, limit: limit + 1 });
    const opening = after ? await sumUpTo(database, range, after) : 0n;
    const entries = rows.slice(0, limit);
    const sum = entries.reduce((total, { amountMinor }) => total + amountMinor, opening);
    const hasMore = rows.length > limit;
    if (!hasMore && sum !== balance) throw new Error(`The entries of ${walletId} in ${asset} do not make its balance`);
    return { balance, position, opening, entries, hasMore };
  }
}
