import { findAsset } from '../money/asset.js';
import { money, type Money } from '../money/money.js';
import type { DepositDetected, DepositEvent } from './deposit.events.js';
import { depositIdOf, incomingIdOf, orderIdOf } from './incoming-id.js';
import type { OrderEvent, OrderOpened, OrderPaymentSeen } from './order.events.js';
import type { PurchaseAddressEvent } from './purchase-address.js';
import type { RawIncoming, RawPurchase } from './terminal-source.js';

const usdtOnTron = findAsset('USDT@tron');
const bitcoin = findAsset('BTC@bitcoin');
if (!usdtOnTron || !bitcoin) throw new Error('The asset table has changed');
export const usdt = usdtOnTron;
export const btc = bitcoin;

export const now = new Date('2026-03-01T10:00:00.000Z');
export const address = 'TXLAQ63Xg1NAzckPwKHvzw7CSEmLMEqcdj';
/** A transaction of 20 USDT at a customer address, as pulled. */
export function incoming(status: string, changes: Partial<RawIncoming> = {}): RawIncoming {
  return {
    providerId: 'cmd62lqob00yre7014nj501zc',
    status,
    widgetId: 'widget-1',
    asset: usdt,
    amount: money(usdt, 20_000_000n),
    address,
    transactionHash: '0xbb22',
    sourceAddress: 'TEvaSource',
    customerIdentifier: 'player@example.com',
    value: { baseCurrency: 'USD', baseCurrencyAmount: '19.994996' },
    ...changes,
  };
}

/** A purchase of 100 USDT, as pulled. */
export function purchase(status: string, received = 0n, changes: Partial<RawPurchase> = {}): RawPurchase {
  return {
    providerId: '5a7e6bad-8ad8-464f-9892-0f2df100b79c',
    status,
    widgetId: 'widget-1',
    asset: usdt,
    address,
    planned: money(usdt, 100_000_000n),
    received: money(usdt, received),
    transactionHashes: received > 0n ? ['hash-1'] : [],
    acceptPartialPayment: false,
    value: { fiatCurrency: 'USD', fiatAmount: '100' },
    ...changes,
  };
}

export function units(whole: bigint): Money {
  return money(usdt, whole * 1_000_000n);
}

const { providerId } = incoming('Confirming');
export const depositId = depositIdOf(providerId);
export const orderId = orderIdOf(purchase('Initiated').providerId);

const detected: DepositDetected = {
  depositId,
  providerId,
  operatorId: 'op_1',
  walletId: 'wal_1',
  widgetId: 'widget-1',
  incomingId: incomingIdOf('tron', '0xbb22', address),
  amount: units(20n),
  address,
  transactionHash: '0xbb22',
  sourceAddress: 'TEvaSource',
  customerKey: 'c0ffee',
  value: { baseCurrency: 'USD', baseCurrencyAmount: '19.994996' },
  status: 'Confirming',
  evidence: 'pull',
  detectedAt: now,
};

export const addressAllocated: PurchaseAddressEvent = {
  type: 'PurchaseAddressAllocated',
  data: { chain: 'tron', address, orderId: 'ord_1', allocatedAt: now },
};

const verdict = {
  to: 'operator',
  evidence: 'ticket 7',
  reason: 'asked the payer',
  resolvedBy: 'user:ops',
  approvedBy: 'user:boss',
} as const;

/** One fact of each type. */
export const depositFacts = {
  DepositQuarantined: {
    type: 'DepositQuarantined',
    data: {
      depositId,
      providerId,
      reason: 'unknown-widget',
      widgetId: 'widget-9',
      providerStatus: 'Confirming',
      evidence: 'pull',
      quarantinedAt: now,
    },
  },
  DepositDetected: { type: 'DepositDetected', data: detected },
  DepositStatusChanged: {
    type: 'DepositStatusChanged',
    data: { depositId, from: 'Confirming', status: 'Completed', evidence: 'pull', changedAt: now },
  },
  DepositMoneyMoved: { type: 'DepositMoneyMoved', data: { depositId, money: 'credited', movedAt: now } },
  DepositReviewRequired: {
    type: 'DepositReviewRequired',
    data: { depositId, reason: 'unknown-status', detail: 'Pondering', evidence: 'pull', since: now },
  },
  DepositReviewClosed: {
    type: 'DepositReviewClosed',
    data: {
      depositId,
      reason: 'unknown-status',
      detail: 'Pondering',
      by: 'user:ops',
      note: 'seen',
      closedAt: now,
    },
  },
  DepositSuspenseResolved: {
    type: 'DepositSuspenseResolved',
    data: { depositId, ...verdict, resolvedAt: now },
  },
} satisfies { readonly [Type in DepositEvent['type']]: Extract<DepositEvent, { type: Type }> };

const opened: OrderOpened = {
  orderId,
  providerId: purchase('Initiated').providerId,
  operatorId: 'op_1',
  walletId: 'wal_1',
  widgetId: 'widget-1',
  purchaseKey: 'c0ffee',
  acceptPartialPayment: false,
  overcharge: { excess: 'ignore', toleranceBps: 500 },
  value: { fiatCurrency: 'USD', fiatAmount: '100' },
  status: 'Allocated',
  evidence: 'pull',
  openedAt: now,
};

const paid: OrderPaymentSeen = {
  orderId,
  incomingId: incomingIdOf('tron', 'hash-1', address),
  amount: units(100n),
  received: units(100n),
  transactionHashes: ['hash-1'],
  late: false,
  value: { fiatCurrency: 'USD', fiatAmount: '100' },
  evidence: 'pull',
  seenAt: now,
};
const { incomingId } = paid;
const excess = { orderId, round: 1, amount: units(10n), evidence: 'pull', decidedAt: now };

/** One fact of each type. */
export const orderFacts = {
  OrderQuarantined: {
    type: 'OrderQuarantined',
    data: {
      orderId,
      providerId: opened.providerId,
      reason: 'unknown-widget',
      widgetId: 'widget-9',
      providerStatus: 'Initiated',
      evidence: 'pull',
      quarantinedAt: now,
    },
  },
  OrderOpened: { type: 'OrderOpened', data: opened },
  OrderAllocated: {
    type: 'OrderAllocated',
    data: { orderId, planned: units(100n), address, evidence: 'pull', allocatedAt: now },
  },
  OrderStatusChanged: {
    type: 'OrderStatusChanged',
    data: { orderId, from: 'Allocated', status: 'Confirming', evidence: 'pull', changedAt: now },
  },
  OrderWindowPassed: {
    type: 'OrderWindowPassed',
    data: { orderId, expiresAt: now, evidence: 'pull', seenAt: now },
  },
  OrderWindowRenewed: {
    type: 'OrderWindowRenewed',
    data: { orderId, expiresAt: now, evidence: 'pull', seenAt: now },
  },
  OrderPaymentSeen: { type: 'OrderPaymentSeen', data: paid },
  OrderPaymentsDropped: {
    type: 'OrderPaymentsDropped',
    data: { orderId, incomingIds: [incomingId], received: units(0n), asOf: now, evidence: 'pull', seenAt: now },
  },
  OrderLateStatusSeen: {
    type: 'OrderLateStatusSeen',
    data: { orderId, status: 'Completed', evidence: 'pull', seenAt: now },
  },
  OrderMoneyMoved: { type: 'OrderMoneyMoved', data: { orderId, incomingId, money: 'credited', movedAt: now } },
  OrderExcessSetAside: { type: 'OrderExcessSetAside', data: excess },
  OrderExcessReturned: { type: 'OrderExcessReturned', data: excess },
  OrderClosed: { type: 'OrderClosed', data: { orderId, status: 'Completed', closedAt: now } },
  OrderReviewRequired: {
    type: 'OrderReviewRequired',
    data: { orderId, reason: 'late-payment', detail: 'payment 1', evidence: 'pull', since: now },
  },
  OrderReviewClosed: {
    type: 'OrderReviewClosed',
    data: { orderId, reason: 'late-payment', detail: 'payment 1', by: 'user:ops', note: 'seen', closedAt: now },
  },
  OrderSuspenseResolved: {
    type: 'OrderSuspenseResolved',
    data: {
      orderId,
      incomingIds: [incomingId],
      withExcess: false,
      ...verdict,
      resolvedAt: now,
    },
  },
} satisfies { readonly [Type in OrderEvent['type']]: Extract<OrderEvent, { type: Type }> };
