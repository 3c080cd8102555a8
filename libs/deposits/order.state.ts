import { unreachable } from '../decider/decider.js';
import { add, type Money } from '../money/money.js';
import type { SuspenseVerdict } from './deposit.events.js';
import { isTakenBack } from './deposit.state.js';
import type {
  OrderAllocated,
  OrderEvent,
  OrderMoneyMoved,
  OrderOpened,
  OrderPaymentSeen,
  OrderPaymentsDropped,
  OrderReviewRequired,
  OrderSuspenseResolved,
  PaymentMoney,
} from './order.events.js';
import { forgetting, isOwed, isUnsettled, noReviews, withAsked, withoutSeen, type Reviews } from './reviews.js';
import type { TerminalStatus } from './terminal-status.js';

export type Order =
  | { readonly status: 'absent' }
  | { readonly status: 'quarantined'; readonly why: string }
  | OpenedOrder;

export interface Payment {
  readonly seen: OrderPaymentSeen;
  /** Undefined until the account was asked for the first time. */
  readonly money?: PaymentMoney;
  /** What two people said of it. */
  readonly resolution?: SuspenseVerdict;
  /** The provider counts it no longer. */
  readonly isDropped?: boolean;
}

export interface OpenedOrder {
  readonly status: TerminalStatus;
  readonly opened: OrderOpened;
  readonly allocated?: OrderAllocated;
  readonly payments: readonly Payment[];
  /** All that came, as it was seen last, and when by the provider's clock. */
  readonly received?: { readonly amount: Money; readonly asOf?: Date | undefined };
  /** The window that was seen to have passed, or the one after it. */
  readonly window?: { readonly endsAt: Date; readonly hasPassed: boolean };
  /** What the provider says of payments that came after the window had closed. */
  readonly late?: TerminalStatus;
  /** A person said that the operator has all of it, whatever the rule. */
  readonly hasExcess?: boolean;
  /** By round; whether it was returned. */
  readonly excesses: readonly { readonly amount: Money; readonly returned: boolean }[];
  /** Ended, with its money where it belongs; nothing has happened since. */
  readonly isClosed: boolean;
  /** What two people said of its payments holds until a fork or a failure takes them back. */
  readonly isDecided?: boolean;
  /** What the provider says last settles nothing: without a person it stays as it is. */
  readonly isStuck?: boolean;
  readonly reviews: Reviews<OrderReviewRequired>;
}

export function isOpened(order: Order): order is OpenedOrder {
  return 'opened' in order;
}

/** Those that the provider counts. */
export function countedPayments({ payments }: OpenedOrder): readonly Payment[] {
  return payments.filter(({ isDropped }) => !isDropped);
}

/** What came inside the window. */
export function inTimeOf(order: OpenedOrder): Money | undefined {
  return totalOf(countedPayments(order).filter(({ seen }) => !seen.late));
}

/** Undefined where there is none. */
export function totalOf(payments: readonly Payment[]): Money | undefined {
  const amounts = payments.map(({ seen }) => seen.amount);
  return amounts.length === 0 ? undefined : amounts.reduce(add);
}

/** Whether one of them was paid by this transaction. */
export function isOneOf(payments: readonly Payment[], hash: string): boolean {
  return payments.some(({ seen }) => seen.transactionHashes.includes(hash));
}

/** The excess that is set aside now. */
export function excessAside({ excesses }: OpenedOrder): Money | undefined {
  const last = excesses.at(-1);
  return last && !last.returned ? last.amount : undefined;
}

export function evolveOrder(order: Order, { type, data }: OrderEvent): Order {
  if (type === 'OrderQuarantined') return { status: 'quarantined', why: `${data.reason} ${data.providerStatus}` };
  if (type === 'OrderOpened')
    return { status: data.status, opened: data, payments: [], excesses: [], isClosed: false, reviews: noReviews() };
  if (!isOpened(order)) throw new Error(`${type} cannot follow on ${order.status}`);
  switch (type) {
    case 'OrderAllocated':
      return { ...order, allocated: data };
    case 'OrderStatusChanged':
      return { ...order, ...after(order, data), status: data.status };
    case 'OrderWindowPassed':
      return { ...order, window: { endsAt: data.expiresAt, hasPassed: true } };
    case 'OrderWindowRenewed':
      return { ...order, window: { endsAt: data.expiresAt, hasPassed: false } };
    case 'OrderPaymentSeen':
      return paid(order, data);
    case 'OrderPaymentsDropped':
      return dropped(order, data);
    case 'OrderLateStatusSeen':
      return { ...order, ...after(order, data), late: data.status };
    case 'OrderMoneyMoved':
      return moneyMoved(order, data);
    case 'OrderExcessSetAside':
      return { ...order, excesses: [...order.excesses, { amount: data.amount, returned: false }] };
    case 'OrderExcessReturned':
      return { ...order, excesses: [...order.excesses.slice(0, -1), { amount: data.amount, returned: true }] };
    case 'OrderClosed':
      return { ...order, isClosed: true };
    case 'OrderReviewRequired':
      return required(order, data);
    case 'OrderReviewClosed':
      return { ...order, reviews: withoutSeen(order.reviews, data) };
    case 'OrderSuspenseResolved':
      return resolved(order, data);
    default:
      return unreachable(type);
  }
}

function moved(payment: Payment, data: OrderMoneyMoved): Payment {
  return payment.seen.incomingId === data.incomingId ? { ...payment, money: data.money } : payment;
}

/** What was said of the amount before was said of another one. */
function ofAmount(reason: string): boolean {
  return isUnsettled(reason) || reason === 'completed-short' || reason === 'overcharge-to-refund';
}

/** Nobody was called for this one yet. */
function paid(order: OpenedOrder, seen: OrderPaymentSeen): OpenedOrder {
  const reviews = forgetting(order.reviews, ofAmount);
  const received = { amount: seen.received, asOf: seen.asOf };
  return { ...order, payments: [...order.payments, { seen }], received, isClosed: false, reviews };
}

function dropped(
  { late, ...order }: OpenedOrder,
  { incomingIds, received: amount, asOf }: OrderPaymentsDropped,
): OpenedOrder {
  const payments = order.payments.map((payment) =>
    incomingIds.includes(payment.seen.incomingId) ? { ...payment, isDropped: true } : payment,
  );
  const lateOnes = payments.filter(({ seen }) => seen.late);
  const isOver = lateOnes.length > 0 && lateOnes.every(({ isDropped }) => isDropped); // Nothing is said of them any more.
  const reviews = forgetting(order.reviews, ofAmount);
  const received = { amount, asOf };
  return { ...order, ...(late && !isOver && { late }), payments, received, isClosed: false, reviews };
}

/** What was owed is repaid when it is credited. */
function moneyMoved(order: OpenedOrder, data: OrderMoneyMoved): OpenedOrder {
  const reviews = data.money === 'credited' ? forgetting(order.reviews, isOwed) : order.reviews;
  return { ...order, payments: order.payments.map((payment) => moved(payment, data)), reviews };
}

function resolved(order: OpenedOrder, resolution: OrderSuspenseResolved): OpenedOrder {
  const { incomingIds, withExcess } = resolution;
  const payments = order.payments.map((payment) =>
    incomingIds.includes(payment.seen.incomingId) ? { ...payment, resolution } : payment,
  );
  return { ...order, payments, isClosed: false, isDecided: true, ...(withExcess && { hasExcess: true }) };
}

/** Completed after a fork, what was decided before the fork holds again. */
function after(order: OpenedOrder, { status }: { readonly status: TerminalStatus }) {
  const isDecided = status === 'Completed' || status === 'Swept' || order.isDecided === true;
  const reviews = forgetting(order.reviews, isUnsettled);
  return { isClosed: false, isStuck: false, isDecided: isDecided && !isTakenBack(status), reviews };
}

function required(order: OpenedOrder, data: OrderReviewRequired): OpenedOrder {
  const reviews = withAsked(order.reviews, data);
  return { ...order, reviews, ...(isUnsettled(data.reason) && { isStuck: true }) };
}
