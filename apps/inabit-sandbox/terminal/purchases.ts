import { divide, fromMinor, toMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import { addressOf } from '#apps/inabit-sandbox/world/addresses.js';
import { BusinessError } from '#apps/inabit-sandbox/world/business-error.js';
import type { Recorded } from '#apps/inabit-sandbox/world/records.js';
import type { Purchase, PurchaseRequest, Widget } from '#apps/inabit-sandbox/world/terminal.js';
import { Timers } from '#apps/inabit-sandbox/world/timers.js';
import type { FinancialAsset, WalletAccount } from '#apps/inabit-sandbox/world/wallet.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import { depositsOf, purchaseStatus, receivedBy } from './purchase-status.js';

const planned_decimals = 8;

/** Creates purchases, gives them an address, closes their window, and follows what is paid to them. */
export class Purchases {
  private readonly timers = new Timers();

  constructor(private readonly store: WorldStore) {}

  start(): void {
    this.store.listen((record) => this.follow(record));
    for (const purchase of this.store.world.terminal.purchases.values()) {
      this.arm(purchase);
      this.review(purchase);
    }
  }

  stop(): void {
    this.timers.stop();
  }

  /** A new one each time, whatever its identifier: the provider documents nothing else. */
  create({ id: widgetId }: Widget, request: PurchaseRequest): string {
    const { random, counters } = this.store.world;
    const purchaseId = random.uuid('purchase', counters.purchases);
    this.store.record({ type: 'PurchaseCreated', purchaseId, widgetId, request });
    return purchaseId;
  }

  /** The customer chooses in the widget what to pay with; the purchase gets its address and its amount. */
  allocate(purchase: Purchase, { asset, blockchain }: WalletAccount): void {
    if (purchase.allocation) throw new BusinessError('The purchase has an address already.');
    const { random, settings } = this.store.world;
    const address = addressOf(blockchain.addressKind, random.bytes(`purchase address ${purchase.id}`));
    this.store.record({
      type: 'PurchaseAllocated',
      purchaseId: purchase.id,
      assetId: asset.id,
      blockchainId: blockchain.id,
      address,
      planned: this.planned(purchase.request, asset),
      expiresAt: this.store.now() + settings.purchaseWindowMs,
    });
  }

  private planned({ fiatAmount, fiatCurrency }: PurchaseRequest, { usdRate, precision }: FinancialAsset): string {
    const { eurPerUsd } = this.store.world.organization;
    const usd = fiatCurrency === 'EUR' ? divide(fiatAmount, eurPerUsd, planned_decimals) : fiatAmount;
    return divide(usd, usdRate, Math.min(precision, planned_decimals));
  }

  private follow(record: Recorded): void {
    const { terminal } = this.store.world;
    if (record.type === 'StatusChanged') for (const purchase of terminal.purchases.values()) this.review(purchase);
    if (record.type === 'WorldReset') this.timers.clear();
    if (record.type === 'PurchaseAllocated' || record.type === 'PurchaseWindowClosed') {
      const purchase = terminal.purchases.get(record.purchaseId);
      if (purchase) this.arm(purchase);
      if (purchase) this.review(purchase);
    }
    if (record.type === 'DepositMade' || record.type === 'DepositStatusChanged') {
      const purchase = terminal.deposits.get(record.depositId)?.to.purchase;
      if (purchase) this.review(purchase);
    }
  }

  private review(purchase: Purchase): void {
    const deposits = depositsOf(this.store.world.terminal, purchase);
    const [status, received] = [purchaseStatus(purchase, deposits), receivedBy(deposits)];
    const precision = purchase.allocation?.asset.precision ?? 0;
    if (status === purchase.status && received === purchase.received) return;
    this.store.record({
      type: 'PurchaseUpdated',
      purchaseId: purchase.id,
      status,
      received: fromMinor(received, precision),
    });
  }

  private arm({ id: purchaseId, allocation, closedAt }: Purchase): void {
    this.timers.cancel(purchaseId);
    if (!allocation || closedAt !== undefined) return;
    this.timers.set(purchaseId, allocation.expiresAt - this.store.now(), () =>
      this.store.record({ type: 'PurchaseWindowClosed', purchaseId }),
    );
  }
}

/** @throws BusinessError with what a person would read. */
export function checkFiat(request: PurchaseRequest): PurchaseRequest {
  const amount = toMinor(request.fiatAmount, planned_decimals);
  if (amount === undefined || amount <= 0n) throw new BusinessError('fiatAmount must be a positive number');
  return request;
}
