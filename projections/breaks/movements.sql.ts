import { sql } from 'kysely';

const stageState = sql`case stage when 'settled' then 'completed' when 'released' then 'failed'
  when 'rejected' then 'failed' else 'open' end`;
const depositState = sql`case when money = 'credited' then 'completed' when open then 'open' else 'failed' end`;
/** What was paid is where it was booked; a purchase that nobody has paid is where its status says. */
const orderState = sql`case when paid.is_booked then 'completed' when paid.is_locked then 'open'
  when paid.is_reversed or status in ('Failed', 'Expired', 'UnderchargeExpired', 'GenerateAddressFailed') then 'failed'
  else 'open' end`;

/** Every movement of money that the provider knows too, in one shape. */
export const movements = sql`
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
  from read.deposit where asset is not null and amount_minor is not null
  union all
  select order_id, 'order', wallet_id, provider_id, null, asset, coalesce(received_minor, 0), null, null::numeric,
    null, null::numeric, address, ${orderState}, updated_at
  from read.deposit_order
  cross join lateral (
    select bool_or(money in ('credited', 'suspended')) as is_booked, bool_or(money = 'locked') as is_locked,
      bool_or(money = 'reversed') as is_reversed
    from read.deposit_order_payment as payment where payment.order_id = deposit_order.order_id
  ) as paid
  where asset is not null`;
