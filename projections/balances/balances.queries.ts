import type { Database } from '#libs/read-store/database.js';

export interface BalanceFilter {
  readonly walletId?: string | undefined;
  readonly asset?: string | undefined;
}

/** What stands in one part of an operator's wallet. */
export interface WalletBalanceRow {
  readonly walletId: string;
  readonly asset: string;
  readonly part: string;
  /** Minor units, as exact text. */
  readonly balanceMinor: string;
}

/** The balances of an operator's wallets, part by part. */
export async function listBalances(
  database: Database,
  operatorId: string,
  { walletId, asset }: BalanceFilter,
): Promise<WalletBalanceRow[]> {
  const rows = await database
    .selectFrom('read.account_balance as balance')
    .innerJoin('read.wallet as wallet', 'wallet.wallet_id', 'balance.wallet_id')
    .select(['balance.wallet_id', 'balance.asset', 'balance.part', 'balance.balance_minor'])
    .where('wallet.operator_id', '=', operatorId)
    .$if(walletId !== undefined, (query) => query.where('wallet.wallet_id', '=', walletId ?? ''))
    .$if(asset !== undefined, (query) => query.where('balance.asset', '=', asset ?? ''))
    .orderBy('balance.wallet_id')
    .orderBy('balance.asset')
    .orderBy('balance.part')
    .execute();
  return rows.map((row) => ({
    walletId: row.wallet_id ?? '',
    asset: row.asset ?? '',
    part: row.part ?? '',
    balanceMinor: row.balance_minor ?? '0',
  }));
}

/** Whether a wallet is an operator's. */
export async function ownsWallet(database: Database, operatorId: string, walletId: string): Promise<boolean> {
  const row = await database
    .selectFrom('read.wallet')
    .select('wallet_id')
    .where('wallet_id', '=', walletId)
    .where('operator_id', '=', operatorId)
    .executeTakeFirst();
  return row !== undefined;
}

/** What we call each wallet, and what the provider does; as far behind as the balances are. */
export async function listKnownWallets(
  database: Database,
): Promise<{ readonly walletId: string; readonly operatorId: string; readonly providerWalletId: string }[]> {
  const rows = await database
    .selectFrom('read.wallet')
    .select(['wallet_id', 'operator_id', 'provider_wallet_id'])
    .execute();
  return rows.map((row) => ({
    walletId: row.wallet_id ?? '',
    operatorId: row.operator_id ?? '',
    providerWalletId: row.provider_wallet_id ?? '',
  }));
}

export interface AccountBalanceRow {
  readonly account: string;
  readonly asset: string;
  readonly balanceMinor: string;
}

/** Every account there is, all operators' and the outside's: for the books as a whole. */
export async function listAccounts(database: Database): Promise<AccountBalanceRow[]> {
  const rows = await database
    .selectFrom('read.account_balance')
    .select(['account', 'asset', 'balance_minor'])
    .orderBy('account')
    .orderBy('asset')
    .execute();
  return rows.map((row) => ({
    account: row.account ?? '',
    asset: row.asset ?? '',
    balanceMinor: row.balance_minor ?? '0',
  }));
}
