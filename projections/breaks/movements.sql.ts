import { sql, type RawBuilder } from 'kysely';
import type { Window } from '#libs/reconciliation/sides.js';

const stageState = sql`case stage when 'settled' then 'completed' when 'released' then 'failed'
  when 'rejected' then 'failed' else 'open' end`;
const depositState = sql`case when money in ('credited', 'suspended') then 'completed' when open then 'open' else 'failed' end`;
/** What was paid is where it was booked; a purchase that nobody has paid is where its status says. */
const orderState = sql`case when paid.is_booked then 'completed' when paid.is_locked then 'open'
  when paid.is_reversed or status in ('Failed', 'Expired', 'UnderchargeExpired', 'GenerateAddressFailed') then 'failed'
  else 'open' end`;

const sweepState = sql`case stage when 'settled' then 'completed' when 'failed' then 'failed'
  when 'dismissed' then 'failed' else 'open' end`;

const fee = sql`network_fee.asset as fee_asset, network_fee.fee_minor`;
/** One by one, by its key: joined as a whole, all the fees there are would be read. */
const withFee = sql`left join lateral (
  select * from read.network_fee where provider_id = movement.provider_id limit 1) as network_fee on true`;
const since = sql`greatest(movement.updated_at, network_fee.observed_at)`;

/**
 * The ids of a table's rows that may be in a window, each part by an index of its own; one condition with `or` over all of
 * them and the fee would read the table as a whole.
 */
function candidates(
  table: string,
  { id, open }: { readonly id: string; readonly open: RawBuilder<unknown> },
  window: Window,
) {
  const { since: begin, ledgerIds, providerIds } = window;
  const ids = sql`select ${sql.ref(id)} from ${sql.table(table)} where`;
  return sql`(
    ${ids} updated_at >= ${begin}
    union all ${ids} ${open}
    union all ${ids} ${sql.ref(id)} = any(${[...ledgerIds]})
    union all ${ids} provider_id = any(${[...providerIds]})
    union all select movement_id from read.network_fee where observed_at >= ${begin})`;
}

const notClosed = sql`not closed`;
const isOpen = sql`open`;

/** Every movement of money that the provider knows too and that may be in the window, in one shape. */
export function movementsAround(window: Window) {
  return sql`
  select movement.payout_id as ledger_id, case when transfer_id is null then 'payout' else 'transfer-leg' end as kind,
    movement.wallet_id, movement.provider_id, transaction_hash, movement.asset, amount_minor, null as to_asset,
    null::numeric as output_minor,
    ${fee}, destination, ${stageState} as state, ${since} as since, settled_at as ended_at
  from read.payout as movement ${withFee}
  where payout_id in ${candidates('read.payout', { id: 'payout_id', open: notClosed }, window)}
  union all
  select swap_id, 'swap', movement.wallet_id, movement.provider_id, transaction_hash, movement.asset, amount_minor,
    to_asset, output_minor, coalesce(network_fee.asset, movement.fee_asset),
    coalesce(network_fee.fee_minor, movement.fee_minor), null, ${stageState}, ${since}, settled_at
  from read.swap as movement ${withFee}
  where swap_id in ${candidates('read.swap', { id: 'swap_id', open: notClosed }, window)}
  union all
  select movement.provider_id, 'sweep', to_wallet_id, movement.provider_id, transaction_hash, movement.asset,
    amount_minor, null, null::numeric, ${fee}, null, ${sweepState}, ${since}, null
  from read.sweep as movement ${withFee}
  where movement.provider_id in ${candidates('read.sweep', { id: 'provider_id', open: notClosed }, window)}
  union all
  select deposit_id, 'deposit', wallet_id, provider_id, transaction_hash, asset, amount_minor, null, null::numeric,
    null, null::numeric, address, ${depositState}, updated_at, credited_at
  from read.deposit where asset is not null and amount_minor is not null
    and deposit_id in ${candidates('read.deposit', { id: 'deposit_id', open: isOpen }, window)}
  union all
  select order_id, 'order', wallet_id, provider_id, null, asset, coalesce(received_minor, 0), null, null::numeric,
    null, null::numeric, address, ${orderState}, updated_at, credited_at
  from read.deposit_order
  cross join lateral (
    select bool_or(money in ('credited', 'suspended')) as is_booked, bool_or(money = 'locked') as is_locked,
      bool_or(money = 'reversed') as is_reversed
    from read.deposit_order_payment as payment where payment.order_id = deposit_order.order_id
  ) as paid
  where asset is not null
    and order_id in ${candidates('read.deposit_order', { id: 'order_id', open: isOpen }, window)}`;
}
