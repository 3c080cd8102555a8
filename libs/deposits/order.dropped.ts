import { covers, sameMoney, subtract, type Money } from '../money/money.js';
import { isTakenBack } from './deposit.state.js';
import type { RecordPurchase } from './order.commands.js';
import { isEarlier, isLater } from './order.differences.js';
import type { OrderEvent } from './order.events.js';
import { countedPayments, isOneOf, totalOf, type OpenedOrder, type Payment } from './order.state.js';

/**
 * Which payments the provider counts no longer, where a pull says that less has come than before: those whose transactions it
 * does not name any more, or that two people took out of the books, if they make exactly what is missing. Where people took
 * out more than that, and a transaction is named that is none of theirs, the rest is its payment. Anything else is for a
 * person, as is a look that may have been before the last payment. A fork or a failure is of the whole purchase, and takes
 * all of it back.
 */
export function droppedPayments(data: RecordPurchase, order: OpenedOrder): readonly OrderEvent[] {
  const { sighting, evidence, now } = data;
  const { received, asOf, status, transactionHashes } = sighting;
  const before = order.received?.amount;
  if (!received || !before || covers(received, before) || isTakenBack(status) || isEarlier(sighting, order)) return [];
  const named = new Set(transactionHashes);
  const counted = countedPayments(order);
  const unnamed = isLater(sighting, order)
    ? counted.filter(({ seen }) => isUnnamed(seen.transactionHashes, named))
    : [];
  const takenOut = counted.filter(({ resolution }) => resolution?.to === 'outside');
  const missing = subtract(before, received);
  const isReplaced = transactionHashes.some((hash) => !isOneOf(counted, hash));
  const payments =
    [unnamed, takenOut].find((some) => isWorth(some, missing)) ??
    (isReplaced && isWorthMore(takenOut, missing) ? takenOut : undefined);
  if (!payments) return [];
  const incomingIds = payments.map(({ seen }) => seen.incomingId);
  const left = payments.map(({ seen }) => seen.amount).reduce(subtract, before);
  const { orderId } = order.opened;
  return [
    { type: 'OrderPaymentsDropped', data: { orderId, incomingIds, received: left, asOf, evidence, seenAt: now } },
  ];
}

function isUnnamed(hashes: readonly string[], named: ReadonlySet<string>): boolean {
  return hashes.length > 0 && hashes.every((hash) => !named.has(hash));
}

function isWorth(payments: readonly Payment[], amount: Money): boolean {
  const total = totalOf(payments);
  return total !== undefined && sameMoney(total, amount);
}

function isWorthMore(payments: readonly Payment[], amount: Money): boolean {
  const total = totalOf(payments);
  return total !== undefined && !covers(amount, total);
}
