import type { DepositDetected } from '#libs/deposits/deposit.events.js';
import type { OrderAllocated, OrderOpened, OrderPaymentSeen } from '#libs/deposits/order.events.js';
import { insert, type Change } from '#libs/read-store/changes.js';
import type { EventMeta } from '#libs/read-store/projection.definition.js';
import { refer } from './refer.js';
import { resourceOwner } from './references.tables.js';

/** What deposits and orders are found by. In quarantine they are nobody's, and found by nobody. */
export const depositReferences = {
  DepositQuarantined: 'ignored',
  DepositDetected: detected,
  DepositStatusChanged: 'ignored',
  DepositMoneyMoved: 'ignored',
  DepositReviewRequired: 'ignored',
  DepositReviewClosed: 'ignored',
  DepositSuspenseResolved: 'ignored',
  OrderQuarantined: 'ignored',
  OrderOpened: opened,
  OrderAllocated: ({ orderId, address }: OrderAllocated, meta: EventMeta) => [refer(orderId, 'address', address, meta)],
  OrderStatusChanged: 'ignored',
  OrderWindowPassed: 'ignored',
  OrderWindowRenewed: 'ignored',
  OrderPaymentSeen: ({ orderId, transactionHashes }: OrderPaymentSeen, meta: EventMeta) =>
    transactionHashes.map((hash) => refer(orderId, 'transaction-hash', hash, meta)),
  OrderPaymentsDropped: 'ignored',
  OrderLateStatusSeen: 'ignored',
  OrderMoneyMoved: 'ignored',
  OrderExcessSetAside: 'ignored',
  OrderExcessReturned: 'ignored',
  OrderClosed: 'ignored',
  OrderReviewRequired: 'ignored',
  OrderReviewClosed: 'ignored',
  OrderSuspenseResolved: 'ignored',
} as const;

function detected(data: DepositDetected, meta: EventMeta): Change[] {
  const { depositId, operatorId, providerId, address, transactionHash, customerKey } = data;
  return [
    insert(resourceOwner, { resource_id: depositId, resource: 'deposit', operator_id: operatorId }),
    refer(depositId, 'deposit-id', depositId, meta),
    refer(depositId, 'provider-id', providerId, meta),
    refer(depositId, 'address', address, meta),
    ...(transactionHash === undefined ? [] : [refer(depositId, 'transaction-hash', transactionHash, meta)]),
    ...(customerKey === undefined ? [] : [refer(depositId, 'customer-key', customerKey, meta)]),
  ];
}

function opened({ orderId, operatorId, providerId, purchaseKey }: OrderOpened, meta: EventMeta): Change[] {
  return [
    insert(resourceOwner, { resource_id: orderId, resource: 'deposit', operator_id: operatorId }),
    refer(orderId, 'order-id', orderId, meta),
    refer(orderId, 'provider-id', providerId, meta),
    ...(purchaseKey === undefined ? [] : [refer(orderId, 'customer-key', purchaseKey, meta)]),
  ];
}
