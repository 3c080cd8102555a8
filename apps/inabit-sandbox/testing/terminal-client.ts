import { z } from 'zod';
import type { Harness } from './harness.js';
import { eventually } from './eventually.js';
import { Receiver, type Responder } from './receiver.js';

const webhook = z.object({ event: z.string(), data: z.record(z.string(), z.unknown()) });
const deposit = z.looseObject({ id: z.string(), status: z.string(), hash: z.string(), credited: z.boolean() });
const purchase = z.looseObject({ id: z.string(), status: z.string(), address: z.string().nullable() });
const envelope = z.looseObject({ data: z.record(z.string(), z.unknown()).optional(), error: z.unknown().optional() });

export type Key = 'organization' | 'customers' | 'purchases' | 'none';

/** A merchant's backend: the REST API, a receiver of webhooks, and players who pay. */
export class TerminalClient {
  private constructor(
    private readonly harness: Harness,
    readonly receiver: Receiver,
  ) {}

  static async start(
    harness: Harness,
    respond: Responder = () => ({ status: 200, text: '' }),
  ): Promise<TerminalClient> {
    const receiver = await Receiver.start(respond);
    await harness.control('PATCH', '/settings', { terminalWebhookUrl: receiver.url });
    return new TerminalClient(harness, receiver);
  }

  async ask(method: 'GET' | 'POST', path: string, { key = 'customers', body }: { key?: Key; body?: object } = {}) {
    const headers = { authorization: `Bearer ${this.key(key)}`, 'content-type': 'application/json' };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${this.harness.sandbox.terminalUrl}${path}`, init);
    const text = await response.text();
    return { status: response.status, text, ...envelope.parse(JSON.parse(text)) };
  }

  /** A customer with an address. */
  async customerAddress(asset = 'USDT', blockchain = 'tron', customerIdentifier = 'player@example.com') {
    const { data: customer } = await this.ask('POST', '/v1/customer', { body: { customerIdentifier } });
    const { data: token } = await this.ask('POST', '/v1/customer/address-token', {
      body: { customerUuid: customer?.['id'] },
    });
    const { data } = await this.ask('POST', '/v1/customer/address', { body: { ...token, blockchain, asset } });
    return z.string().parse(data?.['address']);
  }

  /** A purchase of 100 USD that has an address. */
  async purchase(asset = 'USDT', blockchain = 'tron') {
    const texts = { title: 'Payment', subTitle: 'The payment description', siteName: 'Merchant Site' };
    const body = { ...texts, purchaseIdentifier: 'order-7', fiatAmount: 100, fiatCurrency: 'USD' };
    const { data } = await this.ask('POST', '/v1/purchase', { key: 'purchases', body });
    const choice = `/terminal/purchases/${String(data?.['id'])}/choose`;
    const { id, address } = purchase.parse(await this.harness.control('POST', choice, { asset, blockchain }));
    return { id, address: address ?? '' };
  }

  async pay(address: string, amount: string, scenario = 'plain') {
    return deposit.parse(await this.harness.control('POST', '/terminal/deposits', { address, amount, scenario }));
  }

  webhooks() {
    return this.receiver.requests.map(({ text }) => webhook.parse(JSON.parse(text)));
  }

  statuses() {
    return this.webhooks().map(({ data }) => data['status']);
  }

  /** In the order in which they happened; on the way they may overtake each other. */
  async queued() {
    const all = z.array(z.object({ body: z.string() })).parse(await this.harness.control('GET', '/deliveries'));
    return all.map(({ body }) => webhook.parse(JSON.parse(body)).data['status']);
  }

  untilTold(count: number) {
    return eventually(() => this.receiver.requests.length >= count, `${count} webhooks`);
  }

  untilPurchase(id: string, status: string) {
    return eventually(async () => {
      const all = z.array(purchase).parse(await this.harness.control('GET', '/terminal/purchases'));
      return all.find((each) => each.id === id && each.status === status);
    }, `a purchase that is ${status}`);
  }

  untilDeposit(id: string, status: string) {
    return eventually(async () => {
      const all = z.array(deposit).parse(await this.harness.control('GET', '/terminal/deposits'));
      return all.find((each) => each.id === id && each.status === status);
    }, `a deposit that is ${status}`);
  }

  private key(key: Key): string {
    const { terminalOrganizationKey, widgets } = this.harness.sandbox;
    if (key === 'organization') return terminalOrganizationKey;
    const kinds: Readonly<Record<string, string>> = { customers: 'customer-address', purchases: 'purchase' };
    return widgets.find(({ kind }) => kind === kinds[key])?.apiKey ?? '';
  }
}
