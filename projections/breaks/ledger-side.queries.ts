import { sql } from 'kysely';
import { storedAsset } from '#libs/money/asset.js';
import { money, type Money } from '#libs/money/money.js';
import type { Database } from '#libs/read-store/database.js';
import type { LedgerItem, MovementState } from '#libs/reconciliation/items.js';
import type { BookedBalance, LedgerSide, OpenBreak, Window } from '#libs/reconciliation/sides.js';

/** Our side of a reconciliation, out of the read models. */
export function ledgerSide(database: Database): LedgerSide {
  return {
    items: (window) => items(database, window),
    heardOf: (since) => heardOf(database, since),
    balances: () => balances(database),
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
}

const stageState = sql`case stage when 'settled' then 'completed' when 'released' then 'failed'
  when 'rejected' then 'failed' else 'open' end`;
const depositState = sql`case when money = 'credited' then 'completed' when open then 'open' else 'failed' end`;

const movements = sql`
  select payout_id as ledger_id, case when transfer_id is null then 'payout' else 'transfer-leg' end as kind,
    wallet_id, provider_id, transaction_hash, asset, amount_minor, null as to_asset, null::numeric as output_minor,
    null as fee_asset, null::numeric as fee_minor, destination, ${stageState} as state, updated_at as since
  from read.payout
  union all
  select swap_id, 'swap', wallet_id, provider_id, transaction_hash, asset, amount_minor, to_asset, output_minor,
    fee_asset, fee_minor, null, ${stageState}, updated_at
  from read.swap
  union all
  select deposit_id, 'deposit', wallet_id, provider_id, transaction_hash, asset, amount_minor, null, null::numeric,
    null, null::numeric, address, ${depositState}, updated_at
  from read.deposit where asset is not null and amount_minor is not null`;

async function items(database: Database, { since, ledgerIds, providerIds }: Window): Promise<LedgerItem[]> {
  const { rows } = await sql<ItemRow>`
    select ledger_id, kind, wallet_id, provider_id, transaction_hash, asset, amount_minor::text as amount_minor,
      to_asset, output_minor::text as output_minor, fee_asset, fee_minor::text as fee_minor, destination, state, since
    from (${movements}) as movement
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
  };
}

function amountOf(asset: string | null, minor: string | null): Money | undefined {
  return asset === null || minor === null ? undefined : money(storedAsset(asset), BigInt(minor));
}

async function heardOf(database: Database, since: Date): Promise<string[]> {
  const rows = await database
    .selectFrom('read.inbound_webhook')
    .select('subject_id')
    .distinct()
    .where('kind', '=', 'transaction')
    .where('received_at', '>=', since)
    .where('subject_id', 'is not', null)
    .execute();
  return rows.flatMap(({ subject_id: id }) => id ?? []);
}

interface BalanceRow {
  readonly wallet_id: string;
  readonly provider_wallet_id: string;
  readonly asset: string;
  readonly booked: string;
  readonly in_flight: string;
}

/** What is on hold may have left the provider's balance already; what is coming in may stand in it already. */
async function balances(database: Database): Promise<BookedBalance[]> {
  const { rows } = await sql<BalanceRow>`
    select wallet.wallet_id, wallet.provider_wallet_id, balance.asset,
      sum(case when balance.part in ('available', 'reserved') then balance.balance_minor else 0 end)::text as booked,
      sum(case when balance.part in ('reserved', 'incoming') then balance.balance_minor else 0 end)::text as in_flight
    from read.account_balance balance join read.wallet wallet on wallet.wallet_id = balance.wallet_id
    group by wallet.wallet_id, wallet.provider_wallet_id, balance.asset
    order by wallet.wallet_id, balance.asset`.execute(database);
  return rows.map((row) => ({
    walletId: row.wallet_id,
    providerWalletId: row.provider_wallet_id,
    asset: storedAsset(row.asset),
    booked: BigInt(row.booked),
    inFlight: BigInt(row.in_flight),
  }));
}

async function openBreaks(database: Database): Promise<OpenBreak[]> {
  const rows = await database
    .selectFrom('read.reconciliation_break')
    .select(['break_id', 'source', 'ledger_id', 'provider_id', 'wallet_id'])
    .where('status', '=', 'open')
    .execute();
  return rows.map((row) => ({
    breakId: row.break_id ?? '',
    source: row.source ?? '',
    ledgerId: row.ledger_id ?? undefined,
    providerId: row.provider_id ?? undefined,
    walletId: row.wallet_id ?? undefined,
  }));
}
