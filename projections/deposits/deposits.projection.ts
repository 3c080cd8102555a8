import { depositCodec, depositStreamPrefix } from '#libs/deposits/deposit.codec.js';
import type { DepositDetected, DepositQuarantined } from '#libs/deposits/deposit.events.js';
import { orderCodec, orderStreamPrefix } from '#libs/deposits/order.codec.js';
import type {
  OrderMoneyMoved,
  OrderOpened,
  OrderPaymentSeen,
  OrderPaymentsDropped,
  OrderQuarantined,
} from '#libs/deposits/order.events.js';
import { assetId } from '#libs/money/asset.js';
import { update, upsert, type Change } from '#libs/read-store/changes.js';
import { defineProjection, type EventMeta } from '#libs/read-store/projection.definition.js';
import type { PatchOf } from '#libs/read-store/table.definition.js';
import { deposit, depositOrder, orderPayment } from './deposits.tables.js';

const noReview = { review_reason: null, review_since: null } as const;

/** Where every deposit and every order stands. */
export const deposits = defineProjection({
  name: 'deposits',
  version: 6,
  streams: [depositStreamPrefix, orderStreamPrefix],
  codecs: [depositCodec, orderCodec],
  tables: [deposit, depositOrder, orderPayment],
  on: {
    DepositQuarantined: depositQuarantined,
    DepositDetected: depositDetected,
    // Swept follows on money that is credited already, and moves none.
    DepositStatusChanged: ofDeposit(({ status }) => ({ status, ...(status !== 'Swept' && { open: true }) })),
    DepositMoneyMoved: ofDeposit(({ money, movedAt }) => ({
      money,
      open: money === 'locked',
      ...(money === 'credited' && { credited_at: movedAt }),
    })),
    DepositReviewRequired: ofDeposit(({ reason, since }) => ({ review_reason: reason, review_since: since })),
    DepositReviewClosed: ofDeposit(() => noReview),
    DepositSuspenseResolved: ofDeposit(() => ({ open: true })),
    OrderQuarantined: orderQuarantined,
    OrderOpened: orderOpened,
    OrderAllocated: ofOrder(({ planned, address }) => ({
      asset: assetId(planned.asset),
      planned_minor: planned.minor,
      address,
    })),
    OrderStatusChanged: ofOrder(({ status }) => ({ status, open: true })),
    OrderWindowPassed: 'ignored',
    OrderWindowRenewed: 'ignored',
    OrderPaymentSeen: orderPaid,
    OrderPaymentsDropped: orderPaymentsDropped,
    OrderLateStatusSeen: ofOrder(() => ({ open: true })),
    OrderMoneyMoved: orderMoneyMoved,
    OrderExcessSetAside: ofOrder(({ amount }) => ({ excess_minor: amount.minor })),
    OrderExcessReturned: ofOrder(() => ({ excess_minor: null })),
    OrderClosed: ofOrder(() => ({ open: false })),
    OrderReviewRequired: ofOrder(({ reason, since }) => ({ review_reason: reason, review_since: since })),
    OrderReviewClosed: ofOrder(() => noReview),
    OrderSuspenseResolved: ofOrder(() => ({ open: true })),
  },
});

function ofDeposit<Data extends { readonly depositId: string }>(
  values: (data: Data) => Omit<PatchOf<typeof deposit>, 'updated_at'>,
) {
  return (data: Data, meta: EventMeta): Change[] => [
    update(deposit, { deposit_id: data.depositId }, { ...values(data), updated_at: meta.recordedAt }),
  ];
}

function ofOrder<Data extends { readonly orderId: string }>(
  values: (data: Data) => Omit<PatchOf<typeof depositOrder>, 'updated_at'>,
) {
  return (data: Data, meta: EventMeta): Change[] => [
    update(depositOrder, { order_id: data.orderId }, { ...values(data), updated_at: meta.recordedAt }),
  ];
}

function depositQuarantined(data: DepositQuarantined, { recordedAt }: EventMeta): Change[] {
  const { depositId, providerId, widgetId, providerStatus: status, reason, quarantinedAt } = data;
  const values = {
    provider_id: providerId,
    widget_id: widgetId,
    status,
    open: true,
    updated_at: recordedAt,
    review_reason: reason,
    review_since: quarantinedAt,
    detected_at: quarantinedAt,
  };
  return [upsert(deposit, { deposit_id: depositId }, values)];
}

function depositDetected(data: DepositDetected, { recordedAt }: EventMeta): Change[] {
  const values = {
    provider_id: data.providerId,
    widget_id: data.widgetId,
    operator_id: data.operatorId,
    wallet_id: data.walletId,
    asset: assetId(data.amount.asset),
    amount_minor: data.amount.minor,
    address: data.address,
    transaction_hash: data.transactionHash ?? null,
    customer_key: data.customerKey ?? null,
    reported_value: data.value,
    status: data.status,
    open: true,
    detected_at: data.detectedAt,
    updated_at: recordedAt,
    ...noReview,
  };
  return [upsert(deposit, { deposit_id: data.depositId }, values)];
}

function orderQuarantined(data: OrderQuarantined, { recordedAt }: EventMeta): Change[] {
  const { orderId, providerId, widgetId, providerStatus: status, reason, quarantinedAt } = data;
  const values = {
    provider_id: providerId,
    widget_id: widgetId,
    status,
    open: true,
    updated_at: recordedAt,
    review_reason: reason,
    review_since: quarantinedAt,
    opened_at: quarantinedAt,
  };
  return [upsert(depositOrder, { order_id: orderId }, values)];
}

function orderOpened(data: OrderOpened, { recordedAt }: EventMeta): Change[] {
  const values = {
    provider_id: data.providerId,
    widget_id: data.widgetId,
    operator_id: data.operatorId,
    wallet_id: data.walletId,
    purchase_key: data.purchaseKey ?? null,
    reported_value: data.value,
    status: data.status,
    open: true,
    opened_at: data.openedAt,
    updated_at: recordedAt,
    ...noReview,
  };
  return [upsert(depositOrder, { order_id: data.orderId }, values)];
}

function orderPaid(data: OrderPaymentSeen, { recordedAt }: EventMeta): Change[] {
  const { orderId, incomingId, amount, received, transactionHashes } = data;
  const seen = { received_minor: received.minor, reported_value: data.value, open: true, updated_at: recordedAt };
  const values = { amount_minor: amount.minor, transaction_hashes: transactionHashes, seen_at: data.seenAt };
  return [
    update(depositOrder, { order_id: orderId }, seen),
    upsert(orderPayment, { order_id: orderId, incoming_id: incomingId }, values),
  ];
}

/** What is not counted any more has paid nothing; counted again, its transaction is that of another payment. */
function orderPaymentsDropped(data: OrderPaymentsDropped, meta: EventMeta): Change[] {
  const { orderId, incomingIds } = data;
  const less = ofOrder(({ received }: OrderPaymentsDropped) => ({ received_minor: received.minor, open: true }));
  const payments = incomingIds.map((id) => ({ order_id: orderId, incoming_id: id }));
  return [...less(data, meta), ...payments.map((payment) => update(orderPayment, payment, { transaction_hashes: [] }))];
}

function orderMoneyMoved(data: OrderMoneyMoved, { recordedAt }: EventMeta): Change[] {
  const { orderId, incomingId, money, movedAt } = data;
  const moved = { updated_at: recordedAt, ...(money === 'credited' && { credited_at: movedAt }) };
  return [
    update(depositOrder, { order_id: orderId }, moved),
    update(orderPayment, { order_id: orderId, incoming_id: incomingId }, { money }),
  ];
}
