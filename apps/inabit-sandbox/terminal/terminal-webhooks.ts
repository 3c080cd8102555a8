import { createHmac } from 'node:crypto';
import { printExact } from '#apps/inabit-sandbox/exact/exact-json.js';
import type { Recorded, WorldRecord } from '#apps/inabit-sandbox/world/records.js';
import type { WebhookFault, Widget } from '#apps/inabit-sandbox/world/terminal.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import { depositData, purchaseData } from './terminal-webhook-body.js';

/** Queues the Terminal's webhooks, as the waiting faults want; who delivers them is `Webhooks`. */
export class TerminalWebhooks {
  constructor(private readonly store: WorldStore) {}

  start(): void {
    this.store.listen((record) => this.follow(record));
  }

  /** Queues a webhook about anything, true or not. */
  queue(event: string, data: { readonly status?: unknown }, widget?: Widget): void {
    const fault = this.takeFault(event, data.status);
    const url = widget?.webhookUrl ?? this.store.world.settings.terminalWebhookUrl;
    if (url === null || fault?.fault === 'drop') return;
    const body = printExact({ event, data }, this.store.world.settings.numberNotation);
    const to = { url, headers: this.headersFor(body) };
    const delayMs = fault?.fault === 'delay' ? fault.delayMs : 0;
    for (let copy = 0; copy < (fault?.fault === 'duplicate' ? 2 : 1); copy += 1)
      this.store.record({ ...this.delivery(), body, to, delayMs, overtaken: fault?.fault === 'reorder' });
  }

  private delivery(): Pick<Extract<WorldRecord, { type: 'DeliveryQueued' }>, 'type' | 'deliveryId'> {
    const { random, counters } = this.store.world;
    return { type: 'DeliveryQueued', deliveryId: random.cuid('delivery', counters.deliveries) };
  }

  private headersFor(body: string): Readonly<Record<string, string>> {
    const { terminalSignature: signature } = this.store.world.settings;
    return signature ? { [signature.header]: createHmac('sha256', signature.secret).update(body).digest('hex') } : {};
  }

  private takeFault(event: string, status: unknown): WebhookFault | undefined {
    const fault = this.store.world.terminal.webhookFaults.find(
      (each) => (each.event ?? event) === event && (each.status ?? status) === status,
    );
    if (fault) this.store.record({ type: 'WebhookFaultTaken', faultId: fault.id });
    return fault;
  }

  private follow(record: Recorded): void {
    if (record.type === 'DepositMade' || record.type === 'DepositStatusChanged') this.tellOfDeposit(record);
    if (record.type === 'PurchaseAllocated') this.tellOfPurchase(record.purchaseId, true);
    if (record.type === 'PurchaseUpdated') this.tellOfPurchase(record.purchaseId, false);
  }

  private tellOfDeposit(record: Extract<Recorded, { type: 'DepositMade' | 'DepositStatusChanged' }>): void {
    const { world } = this.store;
    const deposit = world.terminal.deposits.get(record.depositId);
    if (!deposit?.to.customer) return;
    const { status, path, step } = deposit;
    const first = record.type === 'DepositMade' || path[step - 1] === 'Pending';
    const known = first ? 'IncomingTransactionReceived' : 'IncomingTransactionStatusUpdated';
    const event = status === 'Pending' ? 'IncomingTransactionStatusInitiated' : known;
    this.queue(event, depositData(world, deposit, status), deposit.to.widget);
  }

  private tellOfPurchase(id: string, initiated: boolean): void {
    const { world } = this.store;
    const purchase = world.terminal.purchases.get(id);
    if (!purchase) return;
    const event = initiated ? world.settings.purchaseInitiatedEvent : 'PurchaseUpdated';
    this.queue(event, purchaseData(world, purchase, this.store.now()), purchase.widget);
  }
}
