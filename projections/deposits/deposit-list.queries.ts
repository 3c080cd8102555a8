import { sql } from 'kysely';
import type { Database } from '#libs/read-store/database.js';
import { equalColumns } from '#libs/read-store/equal-columns.js';

export const depositKinds = ['customer_address', 'order', 'unlinked'] as const;
export type DepositKind = (typeof depositKinds)[number];

/** The small canonical state model that every party shares (PO-09), and `blocked` (PO-10). */
export const depositStates = ['pending', 'confirmed', 'failed', 'canceled', 'reversed', 'blocked'] as const;
export type DepositState = (typeof depositStates)[number];

/** A deposit or an order of an operator. What has no asset yet has no amounts. */
export interface DepositItem {
  readonly id: string;
  readonly kind: DepositKind;
  readonly state: DepositState;
  /** Null of what is in quarantine: whose it is, and where it went, is not known. */
  readonly operator_id: string | null;
  readonly provider_id: string;
  readonly provider_status: string;
  readonly widget_id: string;
  readonly wallet_id: string | null;
  readonly customer_key: string | null;
  readonly asset: string | null;
  readonly expected_minor: string | null;
  readonly received_minor: string | null;
  readonly credited_minor: string;
  readonly address: string | null;
  /** One list for each payment. */
  readonly transaction_hashes: readonly (readonly string[])[];
  readonly reported_value: Readonly<Record<string, string>> | null;
  readonly review_reason: string | null;
  readonly review_since: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly credited_at: Date | null;
}

export interface DepositFilter {
  readonly id?: string | undefined;
  readonly state?: DepositState | undefined;
  readonly kind?: DepositKind | undefined;
  readonly customerKey?: string | undefined;
  readonly walletId?: string | undefined;
}

export interface DepositPage {
  readonly after?: { readonly at: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** An operator's deposits and orders in one list, newest first; of all, and what is in quarantine too, where none is named. */
export async function listDeposits(
  database: Database,
  operatorId: string | undefined,
  filter: DepositFilter,
  { after, limit }: DepositPage,
): Promise<readonly DepositItem[]> {
  const conditions = [
    sql`true`, // There may be no other.
    ...equalColumns({
      operator_id: operatorId,
      id: filter.id,
      state: filter.state,
      kind: filter.kind,
      customer_key: filter.customerKey,
      wallet_id: filter.walletId,
    }),
    ...(after ? [sql`(created_at, id) < (${after.at}, ${after.id})`] : []),
  ];
  const { rows } = await sql<DepositItem>`
    select * from (${deposits} union all ${orders}) as item
    where ${sql.join(conditions, sql` and `)}
    order by created_at desc, id desc
    limit ${limit}`.execute(database);
  return rows;
}

const isCompleted = sql`status in ('Completed', 'Swept')`;
/**
 * What two people gave to the operator, or took out, stays so until a fork or a failure; the books follow a moment later. What is
 * credited and not open was given after it.
 */
const isNotTakenBack = sql`status not in ('PendingFork', 'Failed')`;
/** A person may give to the operator what came too late. */
const hasEnded = sql`status in ('Completed', 'Swept', 'Expired', 'UnderchargeExpired')`;
/** It has failed, and nothing that the provider says is against it. */
const isSettled = sql`(review_reason is null
  or review_reason not in ('status-conflict', 'differs-from-record', 'unknown-status', 'unreadable-row'))`;
const waiting = sql`case when review_reason is null then 'pending' else 'blocked' end`;
/** What had been credited before it failed was taken back. */
const failed = sql`case when credited_at is null then 'failed' else 'reversed' end`;

/**
 * Confirmed is what the books have credited, whatever the provider says of it. Canceled: it came to a purchase too late, and a
 * person has decided whose it is.
 */
const deposits = sql`
  select deposit_id as id, case when customer_key is null then 'unlinked' else 'customer_address' end as kind,
    operator_id, provider_id, status as provider_status, widget_id, wallet_id, customer_key, asset, null::numeric as expected_minor, amount_minor as received_minor,
    case money when 'credited' then amount_minor else 0 end as credited_minor, address,
    case when transaction_hash is null then '[]'::jsonb
      else jsonb_build_array(jsonb_build_array(transaction_hash)) end as transaction_hashes,
    reported_value, review_reason, review_since, detected_at as created_at, updated_at, credited_at,
    case
      when money = 'credited' and (${isNotTakenBack} or not open) then 'confirmed'
      when status = 'Failed' and ${isSettled} then ${failed}
      when money in ('suspended', 'reversed') and ${isNotTakenBack} and review_reason is null then 'canceled'
      else ${waiting}
    end as state
  from read.deposit`;

/** Canceled: nothing came, or it came too late and a person has decided whose it is. */
const orders = sql`
  select order_id as id, 'order' as kind, operator_id, provider_id, status as provider_status, widget_id,
    wallet_id, purchase_key as customer_key, asset, planned_minor as expected_minor,
    coalesce(received_minor, 0) as received_minor, paid.credited_minor - coalesce(excess_minor, 0) as credited_minor,
    address, paid.transaction_hashes, reported_value, review_reason, review_since, opened_at as created_at, updated_at,
    credited_at,
    case
      when (${isNotTakenBack} or not open) and paid.credited_minor > 0 and paid.credited_minor = received_minor then 'confirmed'
      when status = 'Failed' and ${isSettled} then ${failed}
      when status = 'GenerateAddressFailed' then 'failed'
      when review_reason is not null then 'blocked'
      when ${hasEnded} and paid.is_aside and paid.credited_minor > 0 then 'confirmed'
      when status = 'Expired' or paid.is_reversed or (${isCompleted} and paid.is_aside) then 'canceled'
      when status = 'UnderchargeExpired' then 'failed'
      else 'pending'
    end as state
  from read.deposit_order
  cross join lateral (
    select coalesce(sum(amount_minor) filter (where money = 'credited'), 0) as credited_minor,
      coalesce(bool_or(money in ('suspended', 'reversed')), false) as is_aside,
      coalesce(bool_and(money = 'reversed'), false) as is_reversed,
      coalesce(jsonb_agg(transaction_hashes order by seen_at), '[]') as transaction_hashes
    from read.deposit_order_payment as payment
    where payment.order_id = deposit_order.order_id
  ) as paid`;
