import { sql, type RawBuilder } from 'kysely';
import { compareTexts } from '#libs/ledger/text-order.js';
import type { Database } from '#libs/read-store/database.js';
import type { AccountBalanceRow } from './balances.queries.js';
import { stretchBits } from './balances.tables.js';
import { walletAccounts } from './wallet-accounts.js';

/** Which accounts; all of them when nothing is said. */
export interface AccountFilter {
  readonly account?: string | undefined;
  readonly walletId?: string | undefined;
  readonly asset?: string | undefined;
}

/**
 * What stood in each account once everything up to a commit position was recorded: the stretches before it, and the few
 * entries after those.
 */
export async function balancesAt(
  database: Database,
  position: bigint,
  filter: AccountFilter = {},
): Promise<AccountBalanceRow[]> {
  return sums(database, movesUpTo(position, filter));
}

/** The same as SQL, for larger queries: `account`, `asset` and `minor`, a row for each account and asset. */
export function balanceSumsAt(position: bigint, filter: AccountFilter): RawBuilder<unknown> {
  return sql`select account, asset, sum(minor) as minor from (${movesUpTo(position, filter)}) as moves
    group by account, asset`;
}

function movesUpTo(position: bigint, filter: AccountFilter): RawBuilder<unknown> {
  const entriesFrom = (position >> stretchBits) << stretchBits;
  const stretches = sql`
    select account, asset, change_minor as minor from read.balance_stretch
    where stretch < ${String(position >> stretchBits)} and ${accountIs(filter)}`;
  const entries = sql`
    select account, asset, amount_minor as minor from read.balance_entry
    where commit_position >= ${String(entriesFrom)} and commit_position <= ${String(position)} and ${accountIs(filter)}`;
  return sql`${stretches} union all ${entries}`;
}

/**
 * The same by when things took effect: as of an instant, with what was recorded up to a position. Differs from the
 * recorded balances by the entries that were back-dated over the instant, or dated ahead of it.
 */
export async function effectiveBalancesAt(
  database: Database,
  { at, knownAt }: { readonly at: Date; readonly knownAt: bigint },
  filter: AccountFilter = {},
): Promise<AccountBalanceRow[]> {
  const recordedAt = await positionAt(database, at);
  const recorded = await balancesAt(database, minimum(recordedAt, knownAt), filter);
  const shifted = await sums(
    database,
    sql`
    select account, asset, case when effective_at <= ${at} then amount_minor else -amount_minor end as minor
    from read.balance_entry
    where effective_at <> recorded_at and commit_position <= ${String(knownAt)}
      and (effective_at <= ${at}) <> (commit_position <= ${String(recordedAt)})
      and ${accountIs(filter)}`,
  );
  return merged(recorded, shifted);
}

/** The commit position of the last entry that was recorded up to an instant; 0 before the first. */
export async function positionAt(database: Database, at: Date): Promise<bigint> {
  const row = await database
    .selectFrom('read.balance_entry')
    .select('commit_position')
    .where('recorded_at', '<=', at)
    .orderBy('recorded_at', 'desc')
    .orderBy('commit_position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return BigInt(row?.commit_position ?? 0);
}

function accountIs({ account, walletId, asset }: AccountFilter) {
  const conditions = [
    sql`true`,
    ...(account === undefined ? [] : [sql`account = ${account}`]),
    ...(walletId === undefined ? [] : [sql`account in (${sql.join(walletAccounts(walletId))})`]),
    ...(asset === undefined ? [] : [sql`asset = ${asset}`]),
  ];
  return sql.join(conditions, sql` and `);
}

async function sums(database: Database, moves: ReturnType<typeof sql>): Promise<AccountBalanceRow[]> {
  const { rows } = await sql<{ account: string; asset: string; minor: string }>`
    select account, asset, sum(minor)::text as minor from (${moves}) as moves
    group by account, asset order by account, asset`.execute(database);
  return rows.map(({ account, asset, minor }) => ({ account, asset, balanceMinor: minor }));
}

function merged(a: readonly AccountBalanceRow[], b: readonly AccountBalanceRow[]): AccountBalanceRow[] {
  const rows = new Map<string, AccountBalanceRow>();
  for (const row of [...a, ...b]) {
    const key = `${row.account} ${row.asset}`;
    const minor = BigInt(rows.get(key)?.balanceMinor ?? 0) + BigInt(row.balanceMinor);
    rows.set(key, { ...row, balanceMinor: minor.toString() });
  }
  return [...rows.values()].toSorted((x, y) => compareTexts(`${x.account} ${x.asset}`, `${y.account} ${y.asset}`));
}

function minimum(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
