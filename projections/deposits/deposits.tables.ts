import type { DepositMoney, DepositReviewReason, QuarantineReason } from '#libs/deposits/deposit.events.js';
import type { OrderReviewReason, PaymentMoney } from '#libs/deposits/order.events.js';
import { amount, flag, instant, json, nullable, text, textOf } from '#libs/read-store/column.types.js';
import { defineTable } from '#libs/read-store/table.definition.js';

/** Transactions at customer addresses, one row each. Whose they are is unknown for those in quarantine. */
export const deposit = defineTable({
  name: 'deposit',
  columns: {
    deposit_id: text,
    provider_id: text,
    widget_id: text,
    operator_id: nullable(text),
    wallet_id: nullable(text),
    asset: nullable(text),
    amount_minor: nullable(amount),
    address: nullable(text),
    transaction_hash: nullable(text),
    customer_key: nullable(text),
    /** What it was worth when it was seen, as the provider wrote it (RS-13). */
    reported_value: nullable(json),
    /** The provider's word. */
    status: text,
    money: nullable(textOf<DepositMoney>()),
    /** Something more is expected to happen. */
    open: flag,
    review_reason: nullable(textOf<DepositReviewReason | QuarantineReason>()),
    review_since: nullable(instant),
    /** When it was credited last, also when it was taken back since. */
    credited_at: nullable(instant),
    detected_at: instant,
    updated_at: instant,
  },
  key: ['deposit_id'],
  indexes: [
    { on: ['operator_id', 'detected_at', 'deposit_id'] },
    { on: ['provider_id'] },
    { on: ['provider_id'], where: 'open' },
    { on: ['updated_at'] },
  ],
});

/** Purchases, one row each. */
export const depositOrder = defineTable({
  name: 'deposit_order',
  columns: {
    order_id: text,
    provider_id: text,
    widget_id: text,
    operator_id: nullable(text),
    wallet_id: nullable(text),
    purchase_key: nullable(text),
    asset: nullable(text),
    planned_minor: nullable(amount),
    received_minor: nullable(amount),
    excess_minor: nullable(amount),
    address: nullable(text),
    reported_value: nullable(json),
    status: text,
    open: flag,
    review_reason: nullable(textOf<OrderReviewReason | QuarantineReason>()),
    review_since: nullable(instant),
    credited_at: nullable(instant),
    opened_at: instant,
    updated_at: instant,
  },
  key: ['order_id'],
  indexes: [
    { on: ['operator_id', 'opened_at', 'order_id'] },
    { on: ['provider_id'] },
    { on: ['provider_id'], where: 'open' },
    { on: ['updated_at'] },
  ],
});

/** What was paid for a purchase, one row for each time that more had come. */
export const orderPayment = defineTable({
  name: 'deposit_order_payment',
  columns: {
    order_id: text,
    incoming_id: text,
    amount_minor: amount,
    transaction_hashes: json,
    seen_at: instant,
    money: nullable(textOf<PaymentMoney>()),
  },
  key: ['order_id', 'incoming_id'],
});
