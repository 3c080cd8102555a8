import { accept, reject, unreachable, type Decider, type Decision } from '../decider/decider.js';
import { objectionTo } from '../decider/verdict.js';
import { sameMoney } from '../money/money.js';
import type { CloseReview, RecordUnreadable } from './deposit.commands.js';
import type { SuspenseResolution } from './deposit.events.js';
import type {
  OrderCommand,
  OrderRejection,
  RecordOrderMoney,
  RequireOrderReview,
  ResolveOrderSuspense,
} from './order.commands.js';
import type { OrderEvent, OrderPaymentSeen, OrderReviewReason, OrderReviewRequired } from './order.events.js';
import { excessOf, isAtRest, isHeldUp } from './order-money.js';
import { followPurchase, openOrder, quarantined } from './order.sightings.js';
import { evolveOrder, excessAside, isOpened, type OpenedOrder, type Order, type Payment } from './order.state.js';
import { endReviews, isAsked, objectionToClosing, outlivesVerdict } from './reviews.js';

type OrderDecision = Decision<OrderEvent, OrderRejection>;

export const orderDecider: Decider<OrderCommand, Order, OrderEvent, OrderRejection> = {
  initial: { status: 'absent' },
  decide,
  evolve: evolveOrder,
};

function decide(command: OrderCommand, order: Order): OrderDecision {
  if (command.type === 'RecordPurchase')
    return accept(...(isOpened(order) ? followPurchase(command.data, order) : openOrder(command.data, order)));
  if (command.type === 'RecordUnreadable') return recordUnreadable(command.data, order);
  if (!isOpened(order)) return reject({ code: 'order-not-found' });
  switch (command.type) {
    case 'RecordOrderMoney':
      return recordMoney(command.data, order);
    case 'DecideExcess':
      return decideExcess(command.data, order);
    case 'CloseOrder':
      return closeOrder(command.data, order);
    case 'RequireOrderReview':
      return requireReview(command.data, order);
    case 'CloseOrderReview':
      return closeReview(command.data, order);
    case 'ResolveOrderSuspense':
      return resolveSuspense(command.data, order);
    default:
      return unreachable(command);
  }
}

function recordUnreadable(row: RecordUnreadable, order: Order): OrderDecision {
  const { id: orderId, fields: detail, status: providerStatus, now, ...seen } = row;
  const reason = 'unreadable-row';
  if (isOpened(order)) return requireReview({ reason, detail, evidence: seen.evidence, now }, order);
  return accept(...quarantined({ ...seen, orderId, reason, providerStatus, quarantinedAt: now }, order));
}

function recordMoney({ incomingId, money, now }: RecordOrderMoney, { opened, payments }: OpenedOrder): OrderDecision {
  const payment = payments.find(({ seen }) => seen.incomingId === incomingId);
  if (!payment || payment.money === money) return accept();
  const { orderId } = opened;
  return accept({ type: 'OrderMoneyMoved', data: { orderId, incomingId, money, movedAt: now } });
}

const refundDue = { reason: 'overcharge-to-refund', detail: '' } as const;

/** Said before it is done, so that what is done can be seen to have been meant, whatever ends in between. */
function decideExcess({ evidence, now }: { evidence: string; now: Date }, order: OpenedOrder): OrderDecision {
  const { orderId, overcharge } = order.opened;
  const due = excessOf(order);
  const aside = excessAside(order);
  const round = order.excesses.length;
  const fact = { orderId, evidence, decidedAt: now };
  if (due && aside && sameMoney(due, aside)) return accept();
  if (aside) return accept({ type: 'OrderExcessReturned', data: { ...fact, round, amount: aside } });
  if (!due) return accept();
  const setAside: OrderEvent = { type: 'OrderExcessSetAside', data: { ...fact, round: round + 1, amount: due } };
  if (overcharge.excess !== 'refund' || isAsked(order.reviews, refundDue)) return accept(setAside);
  const review = { orderId, ...refundDue, evidence, since: now };
  return accept<OrderEvent>(setAside, { type: 'OrderReviewRequired', data: review });
}

function closeOrder({ now }: { now: Date }, order: OpenedOrder): OrderDecision {
  const { opened, status } = order;
  if (order.isClosed || !isAtRest(order)) return accept();
  return accept({ type: 'OrderClosed', data: { orderId: opened.orderId, status, closedAt: now } });
}

function requireReview(data: RequireOrderReview, { opened, reviews }: OpenedOrder): OrderDecision {
  const { reason, detail, evidence, now } = data;
  if (isAsked(reviews, data)) return accept();
  const { orderId } = opened;
  return accept({ type: 'OrderReviewRequired', data: { orderId, reason, detail, evidence, since: now } });
}

function closeReview({ reason, ...closing }: CloseReview, order: OpenedOrder): OrderDecision {
  const objection = objectionToClosing(order.reviews, reason);
  if (objection) return reject(objection);
  return accept(...reviewsClosed(closing, order, (known) => reason === undefined || known === reason));
}

function reviewsClosed(
  { by, note, now }: Omit<CloseReview, 'reason'>,
  { opened, reviews }: OpenedOrder,
  isOver: (reason: OrderReviewReason) => boolean,
): readonly OrderEvent[] {
  const { orderId } = opened;
  return endReviews<OrderReviewRequired, OrderEvent>(reviews, isOver, {
    closed: ({ reason, detail }) => ({
      type: 'OrderReviewClosed',
      data: { orderId, reason, detail, by, note, closedAt: now },
    }),
    required: (data) => ({ type: 'OrderReviewRequired', data }),
  });
}

/**
 * Whose the money is that waits for a person by now; what comes late after it is to be resolved again. One payment alone may
 * be taken out of the books where the provider counts less than before, credited or not. The reviews stay open while others wait.
 */
function resolveSuspense({ now, payment: name, ...verdict }: ResolveOrderSuspense, order: OpenedOrder): OrderDecision {
  const { to, reason: note, resolvedBy: by } = verdict;
  const objection = objectionTo(verdict);
  if (objection) return reject(objection);
  const payments = order.payments.filter(({ seen }) => isNamed(seen, name));
  if (name !== undefined && payments.length === 0) return reject({ code: 'no-such-payment' });
  const several = payments.find(({ seen }) => isMoreThan(seen, name))?.seen;
  if (several) return reject({ code: 'payment-of-several-transactions', payment: several.incomingId });
  const isTakenOut = name !== undefined && to === 'outside';
  const due = payments.filter((payment) => waitsForPerson(order, payment, isTakenOut));
  const aside = excessAside(order);
  const withExcess = name === undefined && to === 'operator' && aside !== undefined && order.hasExcess !== true;
  if (due.length === 0 && !withExcess) return saidBefore(to, payments, order);
  const { orderId } = order.opened;
  const incomingIds = due.map(({ seen }) => seen.incomingId);
  const isAllSaid = order.payments.every((each) => due.includes(each) || !waitsForPerson(order, each, false));
  return accept<OrderEvent>(
    { type: 'OrderSuspenseResolved', data: { orderId, incomingIds, withExcess, ...verdict, resolvedAt: now } },
    ...reviewsClosed({ by, note, now }, order, (reason) =>
      reason === refundDue.reason ? withExcess || aside === undefined : isAllSaid && !outlivesVerdict.has(reason),
    ),
  );
}

function isNamed({ incomingId, transactionHashes }: OrderPaymentSeen, name: string | undefined): boolean {
  return name === undefined || name === incomingId || transactionHashes.includes(name);
}

/** What was seen at once is one payment: whoever names one of its transactions may mean that one alone. */
function isMoreThan({ incomingId, transactionHashes }: OrderPaymentSeen, name: string | undefined): boolean {
  return name !== undefined && name !== incomingId && transactionHashes.length > 1;
}

function saidBefore(to: SuspenseResolution, payments: readonly Payment[], { hasExcess }: OpenedOrder): OrderDecision {
  const said = new Set(payments.flatMap(({ resolution }) => resolution?.to ?? []));
  if (said.has(to) || (to === 'operator' && hasExcess === true)) return accept();
  return reject({ code: said.size > 0 ? 'resolved-otherwise' : 'nothing-suspended' });
}

/** Taken back after it was given to the operator, and held up again, it is to be said anew. */
function waitsForPerson(order: OpenedOrder, payment: Payment, isTakenOut: boolean): boolean {
  const { money, resolution, isDropped } = payment;
  if (isDropped || (resolution && (order.isDecided === true || resolution.to === 'outside'))) return false;
  if (money === 'suspended') return true;
  if (money === 'locked') return isHeldUp(order);
  return order.isStuck === true && (money === 'reversed' || (money === 'credited' && isTakenOut));
}
