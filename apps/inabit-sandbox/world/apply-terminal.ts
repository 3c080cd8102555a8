import type { Recorded } from './records.js';
import { applyDepositRecord } from './apply-deposit.js';
import { applyPurchaseRecord } from './apply-purchase.js';
import type { CustomerRecord, TerminalRecord } from './terminal-records.js';
import type { World } from './world.js';

export function applyTerminalRecord(world: World, record: Recorded<TerminalRecord>): void {
  switch (record.type) {
    case 'PurchaseCreated':
    case 'PurchaseAllocated':
    case 'PurchaseWindowClosed':
    case 'PurchaseUpdated':
      return applyPurchaseRecord(world, record);
    case 'DepositMade':
    case 'DepositStatusChanged':
    case 'DepositMisreported':
      return applyDepositRecord(world, record);
    case 'WebhookFaultQueued':
      world.counters.webhookFaults += 1;
      return void world.terminal.webhookFaults.push(record.fault);
    case 'WebhookFaultTaken':
      return takeFault(world, record.faultId);
    case 'WebhookFaultsCleared':
      world.terminal.webhookFaults.length = 0;
      return;
    case 'CustomerCreated':
    case 'AddressTokenIssued':
    case 'CustomerAddressGenerated':
    case 'WidgetChanged':
      return applyCustomerRecord(world, record);
  }
}

type OfCustomers = Exclude<CustomerRecord, { type: `WebhookFault${string}` }>;

function applyCustomerRecord(world: World, record: Recorded<OfCustomers>): void {
  const { terminal, counters } = world;
  switch (record.type) {
    case 'CustomerCreated': {
      counters.customers += 1;
      const widget = terminal.widgets.get(record.widgetId);
      const { customerId: id, identifier } = record;
      if (widget) terminal.customers.set(id, { id, widget, identifier });
      return;
    }
    case 'AddressTokenIssued':
      counters.addressTokens += 1;
      return void terminal.addressTokens.set(record.token, record.customerId);
    case 'CustomerAddressGenerated':
      return addAddress(world, record);
    case 'WidgetChanged':
      return changeWidget(world, record);
  }
}

function addAddress(world: World, record: Extract<CustomerRecord, { type: 'CustomerAddressGenerated' }>): void {
  const { terminal, assets, blockchains } = world;
  const customer = terminal.customers.get(record.customerId);
  const [asset, blockchain] = [assets.get(record.assetId), blockchains.get(record.blockchainId)];
  terminal.addressTokens.delete(record.token);
  const { address } = record;
  if (customer && asset && blockchain)
    terminal.addresses.set(address, {
      address,
      widget: customer.widget,
      asset,
      blockchain,
      customer,
      purchase: undefined,
    });
}

function changeWidget({ terminal }: World, change: Extract<CustomerRecord, { type: 'WidgetChanged' }>): void {
  const widget = terminal.widgets.get(change.widgetId);
  if (!widget) return;
  if (change.webhookUrl !== undefined) widget.webhookUrl = change.webhookUrl ?? undefined;
  widget.acceptPartialPayment = change.acceptPartialPayment ?? widget.acceptPartialPayment;
}

function takeFault({ terminal: { webhookFaults } }: World, id: number): void {
  const at = webhookFaults.findIndex((fault) => fault.id === id);
  if (at !== -1) webhookFaults.splice(at, 1);
}
