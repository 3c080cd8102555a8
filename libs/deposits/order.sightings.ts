import { isAllowed } from '../chains/networks.js';
import { formatAmount } from '../money/amount-text.js';
import { covers, isPositive, sameMoney, subtract } from '../money/money.js';
import type { QuarantineReason } from './deposit.events.js';
import { isTakenBack } from './deposit.state.js';
import { incomingIdOf } from './incoming-id.js';
import type { RecordPurchase } from './order.commands.js';
import { droppedPayments } from './order.dropped.js';
import { identityDifferences, isEarlier, termDifferences } from './order.differences.js';
import type { OrderEvent, OrderQuarantined, OrderReviewReason } from './order.events.js';
import { isShort } from './order-money.js';
import { isAsked } from './reviews.js';
import type { PurchaseSighting } from './sighting.js';
import { countedPayments, evolveOrder, isOneOf, isOpened, type OpenedOrder, type Order } from './order.state.js';
import { terminalStatusOf, verdictOn, type StatusVerdict, type TerminalStatus } from './terminal-status.js';

/** The first time that it can be read: whose order, and where it stands. */
export function openOrder(data: RecordPurchase, order: Order): readonly OrderEvent[] {
  const { orderId, sighting, owner, evidence, now } = data;
  const { providerId, widgetId, purchaseKey, acceptPartialPayment, value, status: providerStatus } = sighting;
  const status = terminalStatusOf(providerStatus);
  const reason = owner ? problemOf(data) : 'unknown-widget';
  if (!owner || !status || reason) {
    const fact = { orderId, providerId, widgetId, providerStatus, evidence, quarantinedAt: now };
    return quarantined({ ...fact, reason: reason ?? 'unknown-status' }, order);
  }
  const { operatorId, depositWalletId: walletId, overcharge } = owner;
  const opened: OrderEvent = {
    type: 'OrderOpened',
    data: {
      orderId,
      providerId,
      operatorId,
      walletId,
      widgetId,
      purchaseKey,
      acceptPartialPayment,
      overcharge,
      value,
      status,
      evidence,
      openedAt: now,
    },
  };
  const state = evolveOrder(order, opened);
  return [opened, ...(isOpened(state) ? followPurchase(data, state) : [])];
}

/**
 * A pull that says something else than our record changes nothing but calls a person, for each status anew (S-14,
 * CVE-2026-9189). A fork or a failure of this purchase is followed all the same: what may not be there is not to be spent.
 */
export function followPurchase(data: RecordPurchase, order: OpenedOrder): readonly OrderEvent[] {
  const review = (reason: OrderReviewReason, detail: string) => reviews(data, order, [[reason, detail]]);
  const { received } = data.sighting;
  // Less once more is another question than the one that somebody has seen to.
  const named = (field: string) => (field === 'received' && received ? `received ${formatAmount(received)}` : field);
  const differs = (fields: readonly string[], known = order) =>
    reviews(data, known, [['differs-from-record', `${fields.map(named).join(', ')} (${data.sighting.status})`]]);
  const others = identityDifferences(data, order);
  if (others.length > 0) return differs(others);
  const status = terminalStatusOf(data.sighting.status);
  if (!status) return review('unknown-status', data.sighting.status);
  const verdict = verdictOn(order.status, status);
  if (verdict === 'older') return [];
  if (verdict === 'conflict') return review('status-conflict', `${order.status} → ${status}`);
  const problem = order.allocated ? undefined : problemOf(data);
  if (problem) return review('cannot-be-placed', `${problem} (${status})`);
  const drop = droppedPayments(data, order);
  const left = drop.reduce<Order>(evolveOrder, order);
  if (!isOpened(left) || termDifferences(data, left).length > 0)
    return grown(order, [
      (known) => (isTakenBack(status) ? progress(data, known, { status, verdict }) : []),
      (known) => differs(termDifferences(data, order), known),
    ]);
  return grown(order, [
    () => drop,
    (known) => allocation(data, known),
    (known) => progress(data, known, { status, verdict }),
    (known) => payment(data, known, comesLate(data.sighting, order)),
    (known) => windowSeen(data, known),
    (known) => reviews(data, known, [...reviewsDue(known), ...disputeDue(known, status), ...againDue(order, known)]),
  ]);
}

/** Each step knows what the ones before it made of the order. */
function grown(
  order: OpenedOrder,
  steps: readonly ((known: OpenedOrder) => readonly OrderEvent[])[],
): readonly OrderEvent[] {
  const facts: OrderEvent[] = [];
  for (const step of steps) {
    const known = facts.reduce<Order>(evolveOrder, order);
    if (isOpened(known)) facts.push(...step(known));
  }
  return facts;
}

export function quarantined(data: OrderQuarantined, order: Order): readonly OrderEvent[] {
  const isKnown = order.status === 'quarantined' && order.why === `${data.reason} ${data.providerStatus}`;
  return isKnown ? [] : [{ type: 'OrderQuarantined', data }];
}

function problemOf({ sighting, networks }: RecordPurchase): QuarantineReason | undefined {
  const { asset, address, planned, received } = sighting;
  if (address === undefined) return undefined; // The customer has not chosen yet.
  if (!asset) return 'unknown-asset';
  if (!isAllowed(networks, asset.chain)) return 'network-not-allowed';
  return planned && received ? undefined : 'unreadable-amount';
}

function allocation({ sighting, orderId, evidence, now }: RecordPurchase, { allocated }: OpenedOrder): OrderEvent[] {
  const { address, planned } = sighting;
  if (address === undefined || !planned || (allocated && sameMoney(allocated.planned, planned))) return [];
  return [{ type: 'OrderAllocated', data: { orderId, planned, address, evidence, allocatedAt: now } }];
}

interface Step {
  readonly status: TerminalStatus;
  readonly verdict: StatusVerdict;
}

function progress({ evidence, now }: RecordPurchase, order: OpenedOrder, { status, verdict }: Step): OrderEvent[] {
  const { orderId } = order.opened;
  if (verdict === 'newer')
    return [{ type: 'OrderStatusChanged', data: { orderId, from: order.status, status, evidence, changedAt: now } }];
  const isNews = verdict === 'late' && (!order.late || verdictOn(order.late, status) === 'newer');
  return isNews ? [{ type: 'OrderLateStatusSeen', data: { orderId, status, evidence, seenAt: now } }] : [];
}

/** What came in addition to what was known, once: the sum of all payments is what the provider says came (DW-32). */
function payment({ sighting, evidence, now }: RecordPurchase, order: OpenedOrder, late: boolean): OrderEvent[] {
  const { received, value, transactionHashes, providerId, asOf } = sighting;
  const { opened, allocated, payments } = order;
  // What was dropped since is no new payment for a look that was before.
  if (!received || !allocated || isEarlier(sighting, order)) return [];
  const before = order.received?.amount;
  const amount = before ? subtract(received, before) : received;
  if (!isPositive(amount)) return [];
  const fresh = transactionHashes.filter((hash) => !isOneOf(countedPayments(order), hash));
  // One that was dropped and is counted again is another payment in the books.
  const key = fresh.find((hash) => !isOneOf(payments, hash)) ?? `${providerId}#${payments.length + 1}`;
  const incomingId = incomingIdOf(allocated.planned.asset.chain, key, allocated.address);
  const { orderId } = opened;
  const seen = { orderId, incomingId, amount, received, transactionHashes: fresh, late, asOf };
  return [{ type: 'OrderPaymentSeen', data: { ...seen, value, evidence, seenAt: now } }];
}

/** The provider may call it completed without ever having said that it had expired. */
function comesLate({ expiresAt }: PurchaseSighting, { status, window, allocated }: OpenedOrder): boolean {
  if (status === 'Expired') return true;
  // Seen for the first time, it says of itself that what came was in time, and too little.
  if (status === 'UnderchargeExpired') return allocated !== undefined;
  return window?.hasPassed === true && (expiresAt ?? window.endsAt).getTime() <= window.endsAt.getTime();
}

/** A transaction was seen, whatever of its amount is told before it is confirmed. */
const underWay: ReadonlySet<TerminalStatus> = new Set(['Pending', 'Unconfirmed', 'Confirming', 'PendingFork']);

/** Only what has not been paid in full can be paid late; by the provider's clock alone, for ours may be behind. */
function windowSeen(
  { sighting, evidence, now }: RecordPurchase,
  { opened, window, status }: OpenedOrder,
): OrderEvent[] {
  const { expiresAt, asOf, planned, received } = sighting;
  const isPaid = planned !== undefined && received !== undefined && covers(received, planned);
  if (!expiresAt || !asOf || isPaid || underWay.has(status)) return [];
  const data = { orderId: opened.orderId, expiresAt, evidence, seenAt: now };
  const later = window ? expiresAt.getTime() - window.endsAt.getTime() : 1;
  const isOver = asOf.getTime() > expiresAt.getTime();
  if (isOver && (later > 0 || (later === 0 && window?.hasPassed === false)))
    return [{ type: 'OrderWindowPassed', data }];
  return !isOver && later > 0 && window?.hasPassed === true ? [{ type: 'OrderWindowRenewed', data }] : [];
}

type Due = readonly [reason: OrderReviewReason, detail: string];

function reviewsDue(order: OpenedOrder): readonly Due[] {
  const { status, payments } = order;
  const isCompleted = status === 'Completed' || status === 'Swept';
  const isLate = payments.some(({ seen }) => seen.late) || (status === 'Expired' && payments.length > 0);
  return [
    ...(isLate ? [['late-payment', `payment ${payments.length}`] as const] : []),
    ...(status === 'UnderchargeExpired' ? [['undercharge-expired', ''] as const] : []),
    ...(isCompleted && (isShort(order) || countedPayments(order).length === 0)
      ? [['completed-short', ''] as const]
      : []),
  ];
}

/** What came late has failed, and is called completed all the same. */
function disputeDue({ late }: OpenedOrder, status: TerminalStatus): readonly Due[] {
  const isDisputed = late !== undefined && late !== status && verdictOn(late, status) === 'conflict';
  return isDisputed && late === 'Failed' ? [['status-conflict', `${late} → ${status}`]] : [];
}

/** Two people said that it never came, and the provider counts it once more. */
function againDue(before: OpenedOrder, { payments, status }: OpenedOrder): readonly Due[] {
  const takenOut = before.payments.filter(({ resolution, isDropped }) => isDropped && resolution?.to === 'outside');
  const fresh = payments.slice(before.payments.length).flatMap(({ seen }) => seen.transactionHashes);
  return fresh.some((hash) => isOneOf(takenOut, hash)) ? [['differs-from-record', `counted again (${status})`]] : [];
}

/** Each of them once. */
function reviews({ evidence, now }: RecordPurchase, order: OpenedOrder, due: readonly Due[]): OrderEvent[] {
  const { orderId } = order.opened;
  return due
    .filter(([reason, detail]) => !isAsked(order.reviews, { reason, detail }))
    .map(([reason, detail]) => ({
      type: 'OrderReviewRequired',
      data: { orderId, reason, detail, evidence, since: now },
    }));
}
