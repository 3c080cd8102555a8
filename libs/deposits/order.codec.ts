import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField, moneyField } from '../money/money.codec.js';
import { closedReview, suspenseVerdict, valueField } from './deposit.codec.js';
import { quarantineReasons } from './deposit.events.js';
import type { OrderEvent } from './order.events.js';
import { terminalStatuses } from './terminal-status.js';

export function orderStream(orderId: string): string {
  return `order-${orderId}`;
}

export const orderStreamPrefix = 'order-';

const text = z.string();
const id = { orderId: text };
const status = z.enum(terminalStatuses);
const excess = z.object({
  ...id,
  round: z.int().positive(),
  amount: moneyField,
  evidence: text,
  decidedAt: instantField,
});

const reviewReason = z.enum([
  'unknown-status',
  'status-conflict',
  'differs-from-record',
  'spent-before-fork',
  'account-disagrees',
  'late-payment',
  'undercharge-expired',
  'completed-short',
  'cannot-be-placed',
  'overcharge-to-refund',
  'unreadable-row',
]);

export const orderCodec = defineCodec<OrderEvent>({
  OrderQuarantined: {
    version: 1,
    schema: z.object({
      ...id,
      providerId: text,
      reason: z.enum(quarantineReasons),
      widgetId: text,
      providerStatus: text,
      evidence: text,
      quarantinedAt: instantField,
    }),
  },
  OrderOpened: {
    version: 1,
    schema: z.object({
      ...id,
      providerId: text,
      operatorId: text,
      walletId: text,
      widgetId: text,
      purchaseKey: text.optional(),
      acceptPartialPayment: z.boolean(),
      overcharge: z.object({ excess: z.enum(['ignore', 'credit', 'refund']), toleranceBps: z.int().nonnegative() }),
      value: valueField,
      status,
      evidence: text,
      openedAt: instantField,
    }),
  },
  OrderAllocated: {
    version: 1,
    schema: z.object({ ...id, planned: moneyField, address: text, evidence: text, allocatedAt: instantField }),
  },
  OrderStatusChanged: {
    version: 1,
    schema: z.object({ ...id, from: status, status, evidence: text, changedAt: instantField }),
  },
  OrderWindowPassed: {
    version: 1,
    schema: z.object({ ...id, expiresAt: instantField, evidence: text, seenAt: instantField }),
  },
  OrderWindowRenewed: {
    version: 1,
    schema: z.object({ ...id, expiresAt: instantField, evidence: text, seenAt: instantField }),
  },
  OrderPaymentSeen: {
    version: 1,
    schema: z.object({
      ...id,
      incomingId: text,
      amount: moneyField,
      received: moneyField,
      transactionHashes: z.array(text),
      late: z.boolean(),
      asOf: instantField.optional(),
      value: valueField,
      evidence: text,
      seenAt: instantField,
    }),
  },
  OrderPaymentsDropped: {
    version: 1,
    schema: z.object({
      ...id,
      incomingIds: z.array(text),
      received: moneyField,
      asOf: instantField.optional(),
      evidence: text,
      seenAt: instantField,
    }),
  },
  OrderLateStatusSeen: { version: 1, schema: z.object({ ...id, status, evidence: text, seenAt: instantField }) },
  OrderMoneyMoved: {
    version: 1,
    schema: z.object({
      ...id,
      incomingId: text,
      money: z.enum(['locked', 'credited', 'reversed', 'suspended']),
      movedAt: instantField,
    }),
  },
  OrderExcessSetAside: { version: 1, schema: excess },
  OrderExcessReturned: { version: 1, schema: excess },
  OrderClosed: { version: 1, schema: z.object({ ...id, status, closedAt: instantField }) },
  OrderReviewRequired: {
    version: 1,
    schema: z.object({
      ...id,
      reason: reviewReason,
      detail: text,
      evidence: text,
      since: instantField,
    }),
  },
  OrderReviewClosed: {
    version: 1,
    schema: z.object({ ...id, ...closedReview(reviewReason) }),
  },
  OrderSuspenseResolved: {
    version: 1,
    schema: z.object({
      ...id,
      incomingIds: z.array(text),
      withExcess: z.boolean(),
      ...suspenseVerdict,
      resolvedAt: instantField,
    }),
  },
});
