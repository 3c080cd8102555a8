import { addressOf } from '#apps/inabit-sandbox/world/addresses.js';
import { BusinessError } from '#apps/inabit-sandbox/world/business-error.js';
import type { Customer, TerminalAddress, Widget } from '#apps/inabit-sandbox/world/terminal.js';
import type { WalletAccount } from '#apps/inabit-sandbox/world/wallet.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';

/** The customers of a customer-address widget and their addresses. */
export class Customers {
  constructor(private readonly store: WorldStore) {}

  find(widget: Widget, identifier: string): Customer | undefined {
    const all = [...this.store.world.terminal.customers.values()];
    return all.find((each) => each.widget === widget && each.identifier === identifier);
  }

  create(widget: Widget, identifier: string): Customer | undefined {
    if (this.find(widget, identifier)) throw new BusinessError('Customer already exists');
    const { random, counters, terminal } = this.store.world;
    const customerId = random.uuid('customer', counters.customers);
    this.store.record({ type: 'CustomerCreated', customerId, widgetId: widget.id, identifier });
    return terminal.customers.get(customerId);
  }

  issueToken({ id: customerId }: Customer): string {
    const { random, counters } = this.store.world;
    const token = random.hex('address token', counters.addressTokens);
    this.store.record({ type: 'AddressTokenIssued', token, customerId });
    return token;
  }

  /** The customer's address for this coin from now on; the token is used up, also when there was one already. */
  generateAddress(customer: Customer, token: string, { asset, blockchain }: WalletAccount): string {
    const { random } = this.store.world;
    const label = `customer address ${customer.id} ${asset.code} ${blockchain.code}`;
    const address = this.addressOf(customer, { asset, blockchain })?.address;
    this.store.record({
      type: 'CustomerAddressGenerated',
      token,
      customerId: customer.id,
      assetId: asset.id,
      blockchainId: blockchain.id,
      address: address ?? addressOf(blockchain.addressKind, random.bytes(label)),
    });
    return this.addressOf(customer, { asset, blockchain })?.address ?? '';
  }

  private addressOf(
    customer: Customer,
    { asset, blockchain }: Pick<WalletAccount, 'asset' | 'blockchain'>,
  ): TerminalAddress | undefined {
    const all = [...this.store.world.terminal.addresses.values()];
    return all.find((each) => each.customer === customer && each.asset === asset && each.blockchain === blockchain);
  }
}
