import type { Selectable } from 'kysely';
import type { Database } from '#libs/read-store/database.js';
import { idPages } from '#libs/read-store/id-pages.js';
import type {
  ReadOperatorWallet,
  ReadOperatorWalletAddress,
  ReadOperatorWalletBalance,
} from '#libs/read-store/tables.gen.js';
import type { WalletRole } from '#libs/wallets/wallet.events.js';

/** A wallet with all that hangs on it, chains and assets in the order of their names. */
export interface OperatorWalletRows {
  readonly wallet: Selectable<ReadOperatorWallet>;
  readonly addresses: readonly Selectable<ReadOperatorWalletAddress>[];
  readonly balances: readonly Selectable<ReadOperatorWalletBalance>[];
}

export interface OperatorWalletFilter {
  readonly walletId?: string | undefined;
  readonly operatorId?: string | undefined;
  readonly role?: WalletRole | undefined;
}

/** A place in the list, newest first: the last row of the page before. */
interface OperatorWalletPage {
  readonly after?: { readonly registeredAt: Date; readonly walletId: string } | undefined;
  readonly limit: number;
}

/** Wallets, newest first. */
export async function listOperatorWallets(
  database: Database,
  { walletId, operatorId, role }: OperatorWalletFilter,
  { after, limit }: OperatorWalletPage,
): Promise<OperatorWalletRows[]> {
  const wallets = await database
    .selectFrom('read.operator_wallet')
    .selectAll()
    .$if(walletId !== undefined, (query) => query.where('wallet_id', '=', walletId ?? ''))
    .$if(operatorId !== undefined, (query) => query.where('operator_id', '=', operatorId ?? ''))
    .$if(role !== undefined, (query) => query.where('role', '=', role ?? ''))
    .$if(after !== undefined, (query) =>
      query.where((is) =>
        is(
          is.refTuple('registered_at', 'wallet_id'),
          '<',
          is.tuple(after?.registeredAt ?? new Date(0), after?.walletId ?? ''),
        ),
      ),
    )
    .orderBy('registered_at', 'desc')
    .orderBy('wallet_id', 'desc')
    .limit(limit)
    .execute();
  return withParts(database, wallets);
}

async function withParts(
  database: Database,
  wallets: readonly Selectable<ReadOperatorWallet>[],
): Promise<OperatorWalletRows[]> {
  const ids = wallets.map(({ wallet_id: id }) => id ?? '');
  if (ids.length === 0) return [];
  const [addresses, balances] = await Promise.all([
    database
      .selectFrom('read.operator_wallet_address')
      .selectAll()
      .where('wallet_id', 'in', ids)
      .orderBy('chain')
      .execute(),
    database
      .selectFrom('read.operator_wallet_balance')
      .selectAll()
      .where('wallet_id', 'in', ids)
      .orderBy('asset')
      .execute(),
  ]);
  return wallets.map((wallet) => {
    const own = (row: { readonly wallet_id: string | null }): boolean => row.wallet_id === wallet.wallet_id;
    return { wallet, addresses: addresses.filter(own), balances: balances.filter(own) };
  });
}

/** What we call each wallet, and what the provider does. */
export async function listKnownWallets(
  database: Database,
): Promise<{ readonly walletId: string; readonly operatorId: string; readonly providerWalletId: string }[]> {
  const rows = await database
    .selectFrom('read.operator_wallet')
    .select(['wallet_id', 'operator_id', 'provider_wallet_id'])
    .execute();
  return rows.map((row) => ({
    walletId: row.wallet_id ?? '',
    operatorId: row.operator_id ?? '',
    providerWalletId: row.provider_wallet_id ?? '',
  }));
}

/** Wallets whose opening is to be carried on, page after page. */
export function openOpeningIds(database: Database): AsyncGenerator<readonly string[]> {
  return idPages((last, limit) =>
    database
      .selectFrom('read.wallet_opening')
      .select('wallet_id as id')
      .where('open', '=', true)
      .where('wallet_id', '>', last)
      .orderBy('wallet_id')
      .limit(limit)
      .execute(),
  );
}
