import { unreachable } from '../decider/decider.js';
import { covers, isPositive, money, subtract, type Money } from '../money/money.js';
import type { PaymentMoney } from './order.events.js';
import { countedPayments, excessAside, inTimeOf, totalOf, type OpenedOrder, type Payment } from './order.state.js';
import type { TerminalStatus } from './terminal-status.js';

/** Where the money of a payment belongs, as far as the order has come. */
export function moneyOf(order: OpenedOrder, payment: Payment): PaymentMoney {
  const { resolution, isDropped } = payment;
  if (isDropped || resolution?.to === 'outside') return 'reversed';
  const unresolved = unresolvedMoneyOf(order, payment);
  if (!resolution) return unresolved;
  return unresolved === 'suspended' || order.isDecided ? 'credited' : unresolved;
}

function unresolvedMoneyOf(order: OpenedOrder, { seen }: Payment): PaymentMoney {
  if (seen.late) return whenLate(order.late ?? order.status);
  switch (order.status) {
    case 'Initiated':
    case 'GenerateAddressFailed':
    case 'Allocated':
    case 'Pending':
    case 'Unconfirmed':
    case 'Undercharge':
    case 'Confirming':
    case 'PendingFork':
    case 'Overcharge':
      return 'locked';
    case 'Completed':
    case 'Swept':
      return isShort(order) ? 'locked' : 'credited';
    case 'Expired':
    case 'UnderchargeExpired':
      return whenEnded(order);
    case 'Failed':
      return 'reversed';
    default:
      return unreachable(order.status);
  }
}

/** Where nothing came late, what is said after the end is said of what came in time. */
function whenEnded({ late, payments }: OpenedOrder): PaymentMoney {
  if (payments.some(({ seen }) => seen.late)) return 'suspended';
  if (late === 'Failed') return 'reversed';
  return late === 'PendingFork' ? 'locked' : 'suspended';
}

/** Never credited by itself: when it is final, or nothing more is said of it, a person says whose it is (A20). */
function whenLate(status: TerminalStatus): PaymentMoney {
  if (status === 'Failed') return 'reversed';
  return endings.has(status) ? 'suspended' : 'locked';
}

const endings: ReadonlySet<TerminalStatus> = new Set([
  'GenerateAddressFailed',
  'Expired',
  'UnderchargeExpired',
  'Completed',
  'Swept',
  'Failed',
]);

/** What comes from now on is late: the window closed on too little, or was seen to have passed. */
export function isWindowClosed({ status, window, payments }: OpenedOrder): boolean {
  if (status === 'Expired' || status === 'UnderchargeExpired') return true;
  return window?.hasPassed === true && (!endings.has(status) || payments.some(({ seen }) => seen.late));
}

/** Whether it has ended, and all of its money is where it belongs. */
export function isAtRest(order: OpenedOrder): boolean {
  const { status, late, payments } = order;
  const hasEnded = endings.has(status) && (late === undefined || endings.has(late));
  return hasEnded && payments.every((payment) => payment.money === moneyOf(order, payment));
}

/** Nothing that the provider says from now on settles whose the locked money is. */
export function isHeldUp(order: OpenedOrder): boolean {
  const isCompleted = order.status === 'Completed' || order.status === 'Swept';
  return order.isStuck === true || (isCompleted && isShort(order));
}

/** Called completed, though less came than was asked for and partial payments are not taken (DW-30). */
export function isShort(order: OpenedOrder): boolean {
  const { opened, allocated } = order;
  const received = inTimeOf(order);
  return !opened.acceptPartialPayment && !!allocated && !!received && !covers(received, allocated.planned);
}

/**
 * What a completed order is not credited with: nothing where the operator takes all of it, or where it is within the
 * tolerance (DW-10, DW-28). Judged by amounts, for the status Overcharge may have been missed; and by those that are in the
 * books, for what people took out of them is no excess.
 */
export function excessOf(order: OpenedOrder): Money | undefined {
  const { opened, allocated, status } = order;
  const received = totalOf(creditedPayments(order));
  const isCredited = status === 'Completed' || status === 'Swept';
  const isTheirs = opened.overcharge.excess === 'credit' || order.hasExcess === true;
  if (!isCredited || !allocated || !received || isTheirs) return undefined;
  const excess = subtract(received, allocated.planned);
  const tolerated = (allocated.planned.minor * BigInt(opened.overcharge.toleranceBps)) / 10_000n;
  return isPositive(subtract(excess, money(excess.asset, tolerated))) ? excess : undefined;
}

/** What is set aside is more than what is due: it comes back before payments are taken out, which would be owed without it. */
export function isExcessTooMuch(order: OpenedOrder): boolean {
  const aside = excessAside(order);
  const due = excessOf(order);
  return aside !== undefined && (due === undefined || !covers(due, aside));
}

/** Of these it is the excess, once they are credited. */
export function isReadyForExcess(order: OpenedOrder): boolean {
  return creditedPayments(order).every(({ money: is }) => is === 'credited');
}

/** Those that came in time and that nobody took out of the books: credited when the order is completed. */
function creditedPayments(order: OpenedOrder): readonly Payment[] {
  return countedPayments(order).filter(({ seen, resolution }) => !seen.late && resolution?.to !== 'outside');
}
