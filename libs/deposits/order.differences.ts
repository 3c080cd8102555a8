import { sameAddress } from '../chains/address.js';
import { sameAsset } from '../money/asset.js';
import { covers, sameMoney } from '../money/money.js';
import type { RecordPurchase } from './order.commands.js';
import type { PurchaseSighting } from './sighting.js';
import { countedPayments, type OpenedOrder } from './order.state.js';

/**
 * Where a pull says that this is another purchase, or another's. The wallet and the rules are those it was opened with, so
 * that a widget may be configured anew while purchases are open.
 */
export function identityDifferences({ sighting, owner }: RecordPurchase, { opened }: OpenedOrder): readonly string[] {
  const { widgetId, purchaseKey } = sighting;
  return failing({
    widget: widgetId === opened.widgetId,
    owner: owner?.operatorId === opened.operatorId,
    customer: purchaseKey === undefined || purchaseKey === opened.purchaseKey,
  });
}

/** Where a pull that is not an old one says something else about what is to be paid, and what was. */
export function termDifferences({ sighting }: RecordPurchase, order: OpenedOrder): readonly string[] {
  const { allocated } = order;
  if (!allocated) return [];
  const { asset, address, planned, received, status } = sighting;
  const { chain } = allocated.planned.asset;
  if (!asset || !sameAsset(asset, allocated.planned.asset)) return ['asset'];
  const before = order.received?.amount;
  const isUnpaid = countedPayments(order).length === 0; // The rate may be updated for as long as nothing was paid.
  return failing({
    address: address !== undefined && sameAddress(chain, address, allocated.address),
    plan: planned !== undefined && (isUnpaid || sameMoney(planned, allocated.planned)),
    received:
      received !== undefined &&
      (!before || isEarlier(sighting, order) || status === 'Failed' || covers(received, before)),
  });
}

/** A look that began before the last payment was seen may be recorded after it: it knows less, and says nothing else. */
export function isEarlier({ asOf }: PurchaseSighting, { received }: OpenedOrder): boolean {
  return (asOf?.getTime() ?? Infinity) < (received?.asOf?.getTime() ?? 0);
}

/** Certainly: both say when they were, by the provider's clock. */
export function isLater({ asOf }: PurchaseSighting, { received }: OpenedOrder): boolean {
  return asOf !== undefined && received?.asOf !== undefined && asOf.getTime() > received.asOf.getTime();
}

function failing(checks: Readonly<Record<string, boolean>>): readonly string[] {
  return Object.entries(checks).flatMap(([field, agrees]) => (agrees ? [] : [field]));
}
