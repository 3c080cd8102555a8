import { toMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import type { Recorded } from './records.js';
import type { PurchaseRecord } from './terminal-records.js';
import type { Purchase } from './terminal.js';
import type { World } from './world.js';

export function applyPurchaseRecord(world: World, record: Recorded<PurchaseRecord>): void {
  if (record.type === 'PurchaseCreated') return create(world, record);
  const purchase = purchaseOf(world, record.purchaseId);
  switch (record.type) {
    case 'PurchaseAllocated':
      return allocate(world, purchase, record);
    case 'PurchaseWindowClosed':
      purchase.closedAt ??= record.at;
      return;
    case 'PurchaseUpdated':
      purchase.status = record.status;
      purchase.received = toMinor(record.received, purchase.allocation?.asset.precision ?? 0) ?? 0n;
  }
}

/** @throws Error when there is none: a journal that was written by something else. */
export function purchaseOf({ terminal }: World, id: string): Purchase {
  const purchase = terminal.purchases.get(id);
  if (!purchase) throw new Error(`no purchase ${id}`);
  return purchase;
}

function create(world: World, record: Recorded<Extract<PurchaseRecord, { type: 'PurchaseCreated' }>>): void {
  const { purchaseId: id, widgetId, request, at: createdAt } = record;
  const widget = world.terminal.widgets.get(widgetId);
  world.counters.purchases += 1;
  if (!widget) return;
  const nothing = { received: 0n, allocation: undefined, closedAt: undefined, sweep: undefined };
  world.terminal.purchases.set(id, { id, widget, request, createdAt, status: 'Initiated', ...nothing });
}

function allocate(
  { terminal, assets, blockchains }: World,
  purchase: Purchase,
  record: Recorded<Extract<PurchaseRecord, { type: 'PurchaseAllocated' }>>,
): void {
  const [asset, blockchain] = [assets.get(record.assetId), blockchains.get(record.blockchainId)];
  const planned = asset && toMinor(record.planned, asset.precision);
  if (!asset || !blockchain || planned === undefined)
    throw new Error(`purchase ${purchase.id} does not fit this world`);
  const { address, at, expiresAt } = record;
  purchase.allocation = { asset, blockchain, address, planned, at, expiresAt };
  terminal.addresses.set(address, {
    address,
    widget: purchase.widget,
    asset,
    blockchain,
    customer: undefined,
    purchase,
  });
}
