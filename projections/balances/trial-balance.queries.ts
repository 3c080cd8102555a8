import { sql } from 'kysely';
import { compareTexts } from '#libs/ledger/text-order.js';
import type { Database } from '#libs/read-store/database.js';
import { balancesAt } from './balances-at.queries.js';

/** One account in one asset between two positions of the log, in minor units, as exact text. */
export interface TrialBalanceRow {
  readonly account: string;
  readonly asset: string;
  readonly openingMinor: string;
  readonly debitsMinor: string;
  readonly creditsMinor: string;
}

/** What stood in each account after `from`, and what moved from there up to `to`. */
export async function trialBalanceBetween(database: Database, from: bigint, to: bigint): Promise<TrialBalanceRow[]> {
  const opening = await balancesAt(database, from);
  const { rows } = await sql<{ account: string; asset: string; debits: string; credits: string }>`
    select account, asset,
      coalesce(sum(amount_minor) filter (where amount_minor > 0), 0)::text as debits,
      coalesce(-sum(amount_minor) filter (where amount_minor < 0), 0)::text as credits
    from read.balance_entry
    where commit_position > ${String(from)} and commit_position <= ${String(to)}
    group by account, asset`.execute(database);
  const lines = new Map<string, TrialBalanceRow>();
  const blank = { openingMinor: '0', debitsMinor: '0', creditsMinor: '0' };
  for (const { account, asset, balanceMinor } of opening)
    lines.set(`${account} ${asset}`, { ...blank, account, asset, openingMinor: balanceMinor });
  for (const { account, asset, debits, credits } of rows) {
    const key = `${account} ${asset}`;
    lines.set(key, {
      ...(lines.get(key) ?? { ...blank, account, asset }),
      debitsMinor: debits,
      creditsMinor: credits,
    });
  }
  return [...lines].toSorted(([a], [b]) => compareTexts(a, b)).map(([, line]) => line);
}
