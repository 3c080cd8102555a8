import { sql } from 'kysely';
import type { Database } from '#libs/read-store/database.js';
import { balancesAt, effectiveBalancesAt } from './balances-at.queries.js';

/** One side of one posting, as it changed one account. */
export interface BalanceEntry {
  readonly account: string;
  readonly asset: string;
  readonly position: bigint;
  /** Of the posting within its event. */
  readonly index: number;
  readonly amountMinor: bigint;
  readonly counterAccount: string;
  readonly event: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly recordedAt: Date;
  readonly effectiveAt: Date;
  readonly cause: string;
}

/** The place of an entry among those of the same accounts. */
export type EntryPlace = Pick<BalanceEntry, 'position' | 'index' | 'account'>;

/** The entries of some accounts in one asset, up to a position. They never change again. */
export interface EntryRange {
  readonly accounts: readonly string[];
  readonly asset: string;
  readonly upTo: bigint;
  /** Of these, what took effect up to here; all of them unless told. */
  readonly effectiveAt?: Date | undefined;
}

const page_size = 1_000;
/** Of a posting; no event has as many. */
const index_max = 2_147_483_647;

/** In the order of the log, after a place. */
export async function entriesPage(
  database: Database,
  { accounts, asset, upTo, effectiveAt }: EntryRange,
  { after, limit }: { readonly after?: EntryPlace | undefined; readonly limit: number },
): Promise<BalanceEntry[]> {
  const rows = await database
    .selectFrom('read.balance_entry')
    .selectAll()
    .where('account', 'in', accounts)
    .where('asset', '=', asset)
    .where('commit_position', '<=', String(upTo))
    .$if(effectiveAt !== undefined, (query) => query.where('effective_at', '<=', effectiveAt ?? null))
    .$if(after !== undefined, (query) => query.where(isAfter(after)))
    .orderBy('commit_position')
    .orderBy('posting_index')
    .orderBy('account')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    account: row.account ?? '',
    asset: row.asset ?? '',
    position: BigInt(row.commit_position ?? 0),
    index: row.posting_index ?? 0,
    amountMinor: BigInt(row.amount_minor ?? 0),
    counterAccount: row.counter_account ?? '',
    event: row.event ?? '',
    stream: row.stream ?? '',
    revision: BigInt(row.revision ?? 0),
    recordedAt: row.recorded_at ?? new Date(0),
    effectiveAt: row.effective_at ?? new Date(0),
    cause: row.cause ?? '',
  }));
}

/** All of them after a position, page by page. */
export async function* entriesOf(database: Database, range: EntryRange, position = -1n): AsyncGenerator<BalanceEntry> {
  for (let after: EntryPlace = { position, index: index_max, account: '' }; ; ) {
    const page = await entriesPage(database, range, { after, limit: page_size });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < page_size) return;
    after = last;
  }
}

/** What the entries up to and with a place add up to, in minor units. */
export async function sumUpTo(database: Database, { accounts, asset }: EntryRange, last: EntryPlace): Promise<bigint> {
  const row = await database
    .selectFrom('read.balance_entry')
    .select(sql<string>`coalesce(sum(amount_minor), 0)::text`.as('minor'))
    .where('account', 'in', accounts)
    .where('asset', '=', asset)
    .where(sql<boolean>`not ${isAfter(last)}`)
    .executeTakeFirstOrThrow();
  return BigInt(row.minor);
}

export interface BalanceAt {
  readonly minor: bigint;
  /** Of the last entry that made it; 0 when there is none. */
  readonly position: bigint;
}

/** What stood in the accounts at a position, or stands there now, by what had taken effect; not out of the entries alone. */
export async function balanceAt(
  database: Database,
  wanted: Omit<EntryRange, 'upTo'>,
  position?: bigint,
): Promise<BalanceAt> {
  if (position === undefined) {
    const present = await presentBalance(database, wanted);
    return wanted.effectiveAt ? balanceAt(database, wanted, present.position) : present;
  }
  const { accounts, asset, effectiveAt: at } = wanted;
  const rows = await Promise.all(
    accounts.map((account) =>
      at
        ? effectiveBalancesAt(database, { at, knownAt: position }, { account, asset })
        : balancesAt(database, position, { account, asset }),
    ),
  );
  return { minor: rows.flat().reduce((sum, { balanceMinor }) => sum + BigInt(balanceMinor), 0n), position };
}

/** What stands there now, and since which entry: of one moment, so that the two belong together. */
async function presentBalance(database: Database, { accounts, asset }: Omit<EntryRange, 'upTo'>): Promise<BalanceAt> {
  const { rows } = await sql<{ minor: string; position: string }>`
    select
      (select coalesce(sum(balance_minor), 0)::text from read.account_balance
        where account in (${sql.join(accounts)}) and asset = ${asset}) as minor,
      (select coalesce(max(commit_position), 0)::text from read.balance_entry
        where account in (${sql.join(accounts)}) and asset = ${asset}) as position`.execute(database);
  return { minor: BigInt(rows[0]?.minor ?? 0), position: BigInt(rows[0]?.position ?? 0) };
}

function isAfter(place: EntryPlace | undefined) {
  const { position, index, account } = place ?? { position: -1n, index: 0, account: '' };
  return sql<boolean>`(commit_position, posting_index, account) > (${String(position)}::bigint, ${index}::integer, ${account}::text)`;
}
