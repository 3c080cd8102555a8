import { depositFacts, orderFacts, units } from '#libs/deposits/deposit.fixtures.js';
import type { DepositEvent, SuspenseResolution } from '#libs/deposits/deposit.events.js';
import { depositIdOf, orderIdOf } from '#libs/deposits/incoming-id.js';
import type { OrderEvent } from '#libs/deposits/order.events.js';
import type { DepositStatus, TerminalStatus } from '#libs/deposits/terminal-status.js';

export const customerKey = 'ab'.repeat(32);
/** By the name of its life. */
export const ids: Record<string, string> = {};

/** Each detected a second after the one before. */
let seconds = 0;
const later = () => new Date(Date.UTC(2026, 4, 18, 12, 0, seconds++));

export function depositLife(
  name: string,
  operatorId: string,
  ...facts: readonly DepositEvent[]
): readonly DepositEvent[] {
  const depositId = (ids[name] = depositIdOf(name));
  const data = { ...depositFacts.DepositDetected.data, operatorId, providerId: name, customerKey, detectedAt: later() };
  const all: readonly DepositEvent[] = [{ type: 'DepositDetected', data }, ...facts];
  return all.map((fact): DepositEvent => ({ ...fact, data: { ...fact.data, depositId } }) as DepositEvent);
}

/** Of no customer. */
export function unlinkedLife(name: string, operatorId: string): readonly DepositEvent[] {
  return depositLife(name, operatorId).map((fact) =>
    fact.type === 'DepositDetected' ? { ...fact, data: { ...fact.data, customerKey: undefined } } : fact,
  );
}

export function orderLife(name: string, operatorId: string, ...facts: readonly OrderEvent[]): readonly OrderEvent[] {
  const orderId = (ids[name] = orderIdOf(name));
  const data = { ...orderFacts.OrderOpened.data, operatorId, providerId: name, walletId: 'wal_o', openedAt: later() };
  const all: readonly OrderEvent[] = [{ type: 'OrderOpened', data }, orderFacts.OrderAllocated, ...facts];
  return all.map((fact): OrderEvent => ({ ...fact, data: { ...fact.data, orderId } }) as OrderEvent);
}

const deposit = {
  is: (status: DepositStatus): DepositEvent => {
    const { type, data } = depositFacts.DepositStatusChanged;
    return { type, data: { ...data, status } };
  },
  reversed: { type: 'DepositMoneyMoved', data: { ...depositFacts.DepositMoneyMoved.data, money: 'reversed' } },
  suspended: { type: 'DepositMoneyMoved', data: { ...depositFacts.DepositMoneyMoved.data, money: 'suspended' } },
  resolved: (to: SuspenseResolution): readonly DepositEvent[] => {
    const { type, data } = depositFacts.DepositSuspenseResolved;
    const moved = to === 'operator' ? depositFacts.DepositMoneyMoved : deposit.reversed;
    return [
      depositFacts.DepositReviewRequired,
      { type, data: { ...data, to } },
      depositFacts.DepositReviewClosed,
      moved,
    ];
  },
} as const;
const order = {
  is: (status: TerminalStatus): OrderEvent => {
    const { type, data } = orderFacts.OrderStatusChanged;
    return { type, data: { ...data, status } };
  },
  paid: (incomingId: string, whole: bigint, received: bigint): OrderEvent => {
    const { type, data } = orderFacts.OrderPaymentSeen;
    const amounts = { amount: units(whole), received: units(received) };
    return { type, data: { ...data, ...amounts, incomingId, transactionHashes: [incomingId], seenAt: later() } };
  },
  credited: (incomingId: string): OrderEvent => {
    const { type, data } = orderFacts.OrderMoneyMoved;
    return { type, data: { ...data, incomingId } };
  },
  suspended: (incomingId: string): OrderEvent => {
    const { type, data } = orderFacts.OrderMoneyMoved;
    return { type, data: { ...data, incomingId, money: 'suspended' } };
  },
  reversed: (incomingId: string): OrderEvent => {
    const { type, data } = orderFacts.OrderMoneyMoved;
    return { type, data: { ...data, incomingId, money: 'reversed' } };
  },
  dropped: (incomingId: string, left: bigint): OrderEvent => {
    const { type, data } = orderFacts.OrderPaymentsDropped;
    return { type, data: { ...data, incomingIds: [incomingId], received: units(left) } };
  },
  resolved: (incomingId: string, to: SuspenseResolution): readonly OrderEvent[] => {
    const { type, data } = orderFacts.OrderSuspenseResolved;
    const fact: OrderEvent = { type, data: { ...data, incomingIds: [incomingId], to } };
    const money = to === 'operator' ? 'credited' : 'reversed';
    const moved: OrderEvent = {
      type: 'OrderMoneyMoved',
      data: { ...orderFacts.OrderMoneyMoved.data, incomingId, money },
    };
    return [orderFacts.OrderReviewRequired, fact, orderFacts.OrderReviewClosed, moved];
  },
};

const { DepositMoneyMoved: credited, DepositReviewRequired } = depositFacts;
const { OrderExcessSetAside, OrderReviewRequired, OrderReviewClosed } = orderFacts;

/** What the API says of each life. */
export const depositLives: Readonly<Record<string, readonly DepositEvent[]>> = {
  'dep pending': [],
  'dep blocked': [DepositReviewRequired],
  'dep uncredited': [deposit.is('Completed')],
  'dep confirmed': [deposit.is('Completed'), credited, deposit.is('Swept')],
  'dep forked': [deposit.is('Completed'), credited, deposit.is('PendingFork')],
  'dep failed': [deposit.is('Failed'), deposit.reversed],
  'dep suspended': [deposit.is('Completed'), deposit.suspended, DepositReviewRequired],
  'dep given': [deposit.is('Completed'), deposit.suspended, ...deposit.resolved('operator')],
  'dep never came': [deposit.is('Completed'), deposit.suspended, ...deposit.resolved('outside')],
  'dep held up, given': [DepositReviewRequired, ...deposit.resolved('operator')],
  'dep held up, never came': [DepositReviewRequired, ...deposit.resolved('outside')],
  'dep failed, disputed': [deposit.is('Failed'), deposit.reversed, DepositReviewRequired],
  'dep failed, given': [deposit.is('Failed'), deposit.reversed, ...deposit.resolved('operator')],
  'dep reversed': [deposit.is('Completed'), credited, deposit.is('Failed'), deposit.reversed],
};
const lateOf100 = [order.is('Expired'), order.paid('inc_1', 100n, 100n)];
const bothPaid = [order.paid('inc_1', 60n, 60n), order.paid('inc_2', 70n, 130n), order.is('Completed')];
const bothCredited = [...bothPaid, order.credited('inc_1'), order.credited('inc_2')];
export const orderLives: Readonly<Record<string, readonly OrderEvent[]>> = {
  'ord pending': [],
  'ord half credited': [...bothPaid, order.credited('inc_1')],
  'ord confirmed': [...bothCredited, OrderExcessSetAside],
  'ord one dropped': [...bothCredited, order.dropped('inc_2', 60n), order.reversed('inc_2')],
  'ord expired': [order.is('Expired')],
  'ord late': [...lateOf100, OrderReviewRequired],
  'ord late, decided': [...lateOf100, OrderReviewRequired, OrderReviewClosed],
  'ord late, completed': [order.paid('inc_1', 100n, 100n), order.is('Completed'), order.suspended('inc_1')],
  'ord late, given': [...lateOf100, order.suspended('inc_1'), ...order.resolved('inc_1', 'operator')],
  'ord short, given': [
    order.paid('inc_1', 40n, 40n),
    order.is('UnderchargeExpired'),
    order.suspended('inc_1'),
    ...order.resolved('inc_1', 'operator'),
  ],
  'ord late, never came': [
    order.paid('inc_1', 100n, 100n),
    order.is('Completed'),
    order.suspended('inc_1'),
    ...order.resolved('inc_1', 'outside'),
  ],
  'ord held up, given': [order.paid('inc_1', 100n, 100n), ...order.resolved('inc_1', 'operator')],
  'ord held up, never came': [order.paid('inc_1', 100n, 100n), ...order.resolved('inc_1', 'outside')],
  'ord failed, given': [
    order.paid('inc_1', 100n, 100n),
    order.is('Failed'),
    ...order.resolved('inc_1', 'operator'),
    orderFacts.OrderClosed,
  ],
  'ord no address': [order.is('GenerateAddressFailed')],
  'ord reversed': [...bothCredited, order.is('Failed')],
};
