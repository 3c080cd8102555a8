import { sql, type RawBuilder } from 'kysely';
import { compareTexts } from '#libs/ledger/text-order.js';
import type { Database } from '#libs/read-store/database.js';
import { balanceSumsAt } from './balances-at.queries.js';

/** What one kind of movement did to an operator's money in one asset, in minor units. */
export interface StatementMovement {
  /** `fees:network`, `fees:provider`, `fees:platform`, or the type of the ledger events. */
  readonly kind: string;
  readonly count: number;
  readonly minor: bigint;
}

/** An operator's money in one asset over a stretch of the log: `closing = opening + Σ movements`. */
export interface AssetStatement {
  readonly asset: string;
  readonly opening: bigint;
  readonly movements: readonly StatementMovement[];
  readonly closing: bigint;
}

/** After `after`, up to and with `to`, both commit positions. */
export interface Stretch {
  readonly after: bigint;
  readonly to: bigint;
}

/** The books do not add up: a defect, or tables that somebody changed. */
export class StatementBroken extends Error {
  override readonly name = 'StatementBroken';
}

/**
 * What an operator had, what came and went, and what it has. Its money is what is available or reserved in its wallets, less
 * what it owes; what moves between these is no movement, and what is still on its way in does not count yet. Opening and
 * closing are added up each by itself and have to agree with the movements.
 * @throws StatementBroken
 */
export async function operatorStatement(
  database: Database,
  operatorId: string,
  { after, to }: Stretch,
): Promise<AssetStatement[]> {
  const opening = await balancesOf(database, operatorId, after);
  const closing = await balancesOf(database, operatorId, to);
  const movements = await movementsOf(database, operatorId, { after, to });
  const assets = [...new Set([...opening.keys(), ...movements.keys(), ...closing.keys()])].toSorted(compareTexts);
  return assets.map((asset) => {
    const line = { opening: opening.get(asset) ?? 0n, closing: closing.get(asset) ?? 0n };
    const moved = movements.get(asset) ?? [];
    if (moved.reduce((sum, { minor }) => sum + minor, line.opening) !== line.closing)
      throw new StatementBroken(`The movements of ${operatorId} in ${asset} do not lead from opening to closing`);
    return { asset, ...line, movements: moved };
  });
}

async function balancesOf(database: Database, operatorId: string, position: bigint): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ asset: string; minor: string }>`
    select b.asset, sum(b.minor)::text as minor from (${balanceSumsAt(position, {})}) b
    where ${isOwn(sql`b.account`, operatorId)} group by b.asset`.execute(database);
  return new Map(rows.map(({ asset, minor }) => [asset, BigInt(minor)]));
}

async function movementsOf(
  database: Database,
  operatorId: string,
  { after, to }: Stretch,
): Promise<Map<string, StatementMovement[]>> {
  const { rows } = await sql<{ asset: string; kind: string; count: string; minor: string }>`
    select e.asset, case when e.counter_account like 'fees:%' then e.counter_account else e.event end as kind,
      count(*)::text as count, sum(e.amount_minor)::text as minor
    from read.balance_entry e
    where e.commit_position > ${String(after)} and e.commit_position <= ${String(to)}
      and ${isOwn(sql`e.account`, operatorId)} and not ${isOwn(sql`e.counter_account`, operatorId)}
    group by 1, 2`.execute(database);
  const byAsset = new Map<string, StatementMovement[]>();
  const ordered = rows.toSorted((a, b) => compareTexts(a.kind, b.kind));
  for (const { asset, kind, count, minor } of ordered)
    byAsset.set(asset, [...(byAsset.get(asset) ?? []), { kind, count: Number(count), minor: BigInt(minor) }]);
  return byAsset;
}

function isOwn(account: RawBuilder<unknown>, operatorId: string): RawBuilder<unknown> {
  const owed = `receivable:${operatorId}`;
  return sql`(${account} = ${owed} or ${account} in (
    select 'wallet:' || w.wallet_id || ':' || part.name
    from read.wallet w, (values ('available'), ('reserved')) as part (name) where w.operator_id = ${operatorId}))`;
}
