import { sql } from 'kysely';
import { storedAsset } from '#libs/money/asset.js';
import { money, type Money } from '#libs/money/money.js';
import type { Database } from '#libs/read-store/database.js';
import { breakKinds, type BreakKind, type LedgerItem, type MovementState } from '#libs/reconciliation/items.js';
import type { StuckTransfer } from '#libs/reconciliation/match-transfers.js';
import type { BookedBalance, Heard, LedgerSide, Memory, OpenBreak, Window } from '#libs/reconciliation/sides.js';
import { listKnownWallets } from '../balances/balances.queries.js';
import type { BreakRow } from './breaks.queries.js';
import { movementsAround } from './movements.sql.js';
import { walletsOwingFees } from './owed-fees.queries.js';

/** Our side of a reconciliation, out of the read models. */
export function ledgerSide(database: Database): LedgerSide {
  return {
    items: (window) => items(database, window),
    heardOf: (since) => heardOf(database, since),
    remembered: (providerIds) => remembered(database, providerIds),
    wallets: () => listKnownWallets(database),
    balances: () => balances(database),
    stuckTransfers: () => stuckTransfers(database),
    openBreaks: () => openBreaks(database),
  };
}

interface ItemRow {
  readonly ledger_id: string;
  readonly kind: LedgerItem['kind'];
  readonly wallet_id: string | null;
  readonly provider_id: string | null;
  readonly transaction_hash: string | null;
  readonly asset: string;
  readonly amount_minor: string;
  readonly to_asset: string | null;
  readonly output_minor: string | null;
  readonly fee_asset: string | null;
  readonly fee_minor: string | null;
  readonly destination: string | null;
  readonly state: MovementState;
  readonly since: Date;
  readonly ended_at: Date | null;
}

async function items(database: Database, window: Window): Promise<LedgerItem[]> {
  const { since, ledgerIds, providerIds } = window;
  const { rows } = await sql<ItemRow>`
    select ledger_id, kind, wallet_id, provider_id, transaction_hash, asset, amount_minor::text as amount_minor,
      to_asset, output_minor::text as output_minor, fee_asset, fee_minor::text as fee_minor, destination, state, since,
      ended_at
    from (${movementsAround(window)}) as movement
    where since >= ${since} or state = 'open' or ledger_id = any(${[...ledgerIds]}) or provider_id = any(${[...providerIds]})
    order by ledger_id`.execute(database);
  return rows.map(itemOf);
}

function itemOf(row: ItemRow): LedgerItem {
  return {
    ledgerId: row.ledger_id,
    kind: row.kind,
    walletId: row.wallet_id ?? undefined,
    providerId: row.provider_id ?? undefined,
    transactionHash: row.transaction_hash ?? undefined,
    amount: money(storedAsset(row.asset), BigInt(row.amount_minor)),
    output: amountOf(row.to_asset, row.output_minor),
    fee: amountOf(row.fee_asset, row.fee_minor),
    destination: row.destination ?? undefined,
    state: row.state,
    since: row.since,
    endedAt: row.ended_at ?? undefined,
  };
}

function amountOf(asset: string | null, minor: string | null): Money | undefined {
  return asset === null || minor === null ? undefined : money(storedAsset(asset), BigInt(minor));
}

async function heardOf(database: Database, since: Date): Promise<Heard[]> {
  const rows = await database
    .selectFrom('read.inbound_webhook')
    .select(({ fn }) => ['subject_id', 'kind', fn.max('received_at').as('at')])
    .where('kind', 'in', heardKinds)
    .where('received_at', '>=', since)
    .where('subject_id', 'is not', null)
    .groupBy(['subject_id', 'kind'])
    .execute();
  return rows.flatMap(({ subject_id: providerId, kind, at }) => {
    const known = heardKinds.find((each) => each === kind);
    return providerId !== null && known && at ? [{ providerId, kind: known, at }] : [];
  });
}

const heardKinds: readonly Heard['kind'][] = ['transaction', 'deposit', 'purchase'];

async function remembered(database: Database, providerIds: readonly string[]): Promise<Memory> {
  const { rows } = await sql<Record<'provider_id' | 'ours' | 'theirs', string> & { readonly compared_at: Date }>`
    select provider_id, ours, theirs, compared_at from read.reconciled_movement
    where provider_id = any(${[...providerIds]})`.execute(database);
  return new Map(
    rows.map(({ provider_id: providerId, ours, theirs, compared_at: comparedAt }) => [
      providerId,
      { providerId, ours, theirs, comparedAt },
    ]),
  );
}

async function stuckTransfers(database: Database): Promise<StuckTransfer[]> {
  const rows = await database
    .selectFrom('read.transfer as transfer')
    .innerJoin('read.payout as leg', 'leg.payout_id', 'transfer.payout_id')
    .select([
      'transfer.transfer_id',
      'transfer.to_wallet_id',
      'transfer.asset',
      'transfer.amount_minor',
      'leg.updated_at',
    ])
    .where('leg.stage', '=', 'settled')
    .where('transfer.stage', 'not in', ['completed', 'failed'])
    .execute();
  return rows.map((row) => ({
    transferId: row.transfer_id ?? '',
    toWalletId: row.to_wallet_id ?? '',
    amount: money(storedAsset(row.asset ?? ''), BigInt(row.amount_minor ?? 0)),
    since: row.updated_at ?? new Date(0),
  }));
}

interface BalanceRow {
  readonly wallet_id: string;
  readonly provider_wallet_id: string;
  readonly asset: string;
  readonly booked: string;
  readonly leaving: string;
  readonly arriving: string;
  readonly swapping: boolean;
}

/**
 * What is in suspense is nobody’s yet, and stands in the wallet that it came to. What is on hold may have left the provider's
 * balance already; what is coming in, or on its way from another wallet of ours, may stand in it already. What a swap under
 * way will yield nobody knows.
 */
async function balances(database: Database): Promise<BookedBalance[]> {
  const owing = await walletsOwingFees(database);
  const { rows } = await sql<BalanceRow>`
    with line as (
      select wallet_id, asset,
        case when part in ('available', 'reserved') then balance_minor else 0 end as booked,
        case when part = 'reserved' then balance_minor else 0 end as leaving,
        case when part = 'incoming' then balance_minor else 0 end as arriving, false as swapping
      from read.account_balance where wallet_id is not null
      union all
      select split_part(entry.counter_account, ':', 2), entry.asset, entry.amount_minor, 0, 0, false
      from read.account_balance aside join read.balance_entry entry
        on entry.account = aside.account and entry.asset = aside.asset
      where aside.account like 'suspense:%' and aside.balance_minor <> 0 and entry.counter_account like 'wallet:%'
      union all
      select to_wallet_id, asset, 0, 0, amount_minor, false from read.transfer where not closed
      union all
      select wallet_id, to_asset, 0, 0, 0, true from read.swap where not closed
      union all
      select to_wallet_id, asset, 0, 0, amount_minor, false from read.sweep where not closed
      union all
      select source, asset, 0, amount_minor, 0, false
      from read.sweep cross join jsonb_array_elements_text(source_wallet_ids) as source where not closed
    )
    select wallet.wallet_id, wallet.provider_wallet_id, line.asset, sum(line.booked)::text as booked,
      sum(line.leaving)::text as leaving, sum(line.arriving)::text as arriving, bool_or(line.swapping) as swapping
    from line join read.wallet wallet on wallet.wallet_id = line.wallet_id
    group by wallet.wallet_id, wallet.provider_wallet_id, line.asset
    order by wallet.wallet_id, line.asset`.execute(database);
  return rows.map((row) => ({
    walletId: row.wallet_id,
    providerWalletId: row.provider_wallet_id,
    asset: storedAsset(row.asset),
    booked: BigInt(row.booked),
    leaving: BigInt(row.leaving),
    arriving: BigInt(row.arriving),
    isUncertain: row.swapping || owing.has(`${row.wallet_id} ${row.asset}`),
  }));
}

async function openBreaks(database: Database): Promise<OpenBreak[]> {
  const rows = await database
    .selectFrom('read.reconciliation_break')
    .select(['break_id', 'kind', 'source', 'ledger_id', 'provider_id', 'wallet_id', 'asset', 'difference'])
    .where('status', '=', 'open')
    .execute();
  return rows.flatMap((row) => {
    const kind = breakKinds.find((each) => each === row.kind);
    return kind ? [openBreak(kind, row)] : [];
  });
}

function openBreak(kind: BreakKind, row: Omit<Partial<BreakRow>, 'kind'>): OpenBreak {
  return {
    breakId: row.break_id ?? '',
    kind,
    source: row.source ?? '',
    ledgerId: row.ledger_id ?? undefined,
    providerId: row.provider_id ?? undefined,
    walletId: row.wallet_id ?? undefined,
    asset: row.asset ?? undefined,
    difference: row.difference ?? undefined,
  };
}
