import { sql } from 'kysely';

const stageState = sql`case stage when 'settled' then 'completed' when 'released' then 'failed'
  when 'rejected' then 'failed' else 'open' end`;
const depositState = sql`case when money in ('credited', 'suspended') then 'completed' when open then 'open' else 'failed' end`;
/** What was paid is where it was booked; a purchase that nobody has paid is where its status says. */
const orderState = sql`case when paid.is_booked then 'completed' when paid.is_locked then 'open'
  when paid.is_reversed or status in ('Failed', 'Expired', 'UnderchargeExpired', 'GenerateAddressFailed') then 'failed'
  else 'open' end`;

const fee = sql`network_fee.asset as fee_asset, network_fee.fee_minor`;
const withFee = sql`left join read.network_fee as network_fee on network_fee.provider_id = movement.provider_id`;
const since = sql`greatest(movement.updated_at, network_fee.observed_at)`;

/** Every movement of money that the provider knows too, in one shape. */
export const movements = sql`
  select movement.payout_id as ledger_id, case when transfer_id is null then 'payout' else 'transfer-leg' end as kind,
    movement.wallet_id, movement.provider_id, transaction_hash, movement.asset, amount_minor, null as to_asset,
    null::numeric as output_minor,
    ${fee}, destination, ${stageState} as state, ${since} as since
  from read.payout as movement ${withFee}
  union all
  select swap_id, 'swap', movement.wallet_id, movement.provider_id, transaction_hash, movement.asset, amount_minor,
    to_asset, output_minor, coalesce(network_fee.asset, movement.fee_asset),
    coalesce(network_fee.fee_minor, movement.fee_minor), null, ${stageState}, ${since}
  from read.swap as movement ${withFee}
  union all
  select movement.provider_id, 'sweep', to_wallet_id, movement.provider_id, transaction_hash, movement.asset,
    amount_minor, null, null::numeric, ${fee}, null,
    case stage when 'settled' then 'completed' when 'failed' then 'failed' else 'open' end, ${since}
  from read.sweep as movement ${withFee}
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
