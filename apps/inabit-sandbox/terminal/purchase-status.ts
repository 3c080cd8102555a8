import type { Deposit, Purchase, Terminal } from '#apps/inabit-sandbox/world/terminal.js';

/** The documented sample completes 4 % above the plan without an overcharge; the real tolerance is not published. */
const tolerance_percent = 5n;

export function depositsOf({ deposits }: Terminal, purchase: Purchase): readonly Deposit[] {
  return [...deposits.values()].filter(({ to, linked }) => linked && to.purchase === purchase);
}

/** What was paid to the purchase and did not fail. */
export function receivedBy(deposits: readonly Deposit[]): bigint {
  return deposits.reduce((total, { status, amount }) => (status === 'Failed' ? total : total + amount), 0n);
}

/** The status that follows from the payments. What comes after the window closed changes the amount only. */
export function purchaseStatus(purchase: Purchase, deposits: readonly Deposit[]): string {
  const { allocation, closedAt, sweep, widget } = purchase;
  const onTime = deposits.filter(({ createdAt }) => createdAt <= (closedAt ?? createdAt));
  if (!allocation) return 'Initiated';
  if (onTime.length === 0) return closedAt === undefined ? 'Allocated' : 'Expired';
  const statuses = new Set(onTime.map(({ status }) => status).filter((status) => status !== 'Failed'));
  if (statuses.size === 0) return 'Failed';
  const paid = receivedBy(onTime);
  if (paid < allocation.planned && !widget.acceptPartialPayment)
    return closedAt === undefined ? 'Undercharge' : 'UnderchargeExpired';
  if (statuses.has('PendingFork')) return 'PendingFork';
  if (statuses.size === 1 && statuses.has('Completed')) return sweep?.status === 'Completed' ? 'Swept' : 'Completed';
  if (statuses.has('Unconfirmed')) return 'Unconfirmed';
  return paid * 100n > allocation.planned * (100n + tolerance_percent) ? 'Overcharge' : 'Confirming';
}
