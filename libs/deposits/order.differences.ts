import { sameAddress } from '../chains/address.js';
import { sameAsset } from '../money/asset.js';
import { covers, sameMoney } from '../money/money.js';
import type { RecordPurchase } from './order.commands.js';
import { receivedOf, type OpenedOrder } from './order.state.js';

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
  const { allocated, payments } = order;
  if (!allocated) return [];
  const { asset, address, planned, received, status, asOf } = sighting;
  const { chain } = allocated.planned.asset;
  if (!asset || !sameAsset(asset, allocated.planned.asset)) return ['asset'];
  const before = receivedOf(order);
  // A look that began before the last payment was seen may be recorded after it: it knows less, and says nothing else.
  const isEarlier = (asOf?.getTime() ?? Infinity) < (payments.at(-1)?.seen.asOf?.getTime() ?? 0);
  const isUnpaid = payments.length === 0; // The rate may be updated for as long as nothing was paid.
  return failing({
    address: address !== undefined && sameAddress(chain, address, allocated.address),
    plan: planned !== undefined && (isUnpaid || sameMoney(planned, allocated.planned)),
    received: received !== undefined && (!before || isEarlier || status === 'Failed' || covers(received, before)),
  });
}

function failing(checks: Readonly<Record<string, boolean>>): readonly string[] {
  return Object.entries(checks).flatMap(([field, agrees]) => (agrees ? [] : [field]));
}
