import type { Sandbox } from '#apps/inabit-sandbox/sandbox.js';
import { setTimeout as delay } from 'node:timers/promises';
import type { SandboxClient } from './sandbox-client.js';

interface Paid {
  readonly id: string;
  readonly status: string;
}

interface Bought {
  readonly id: string;
  readonly status: string;
  readonly address: string;
}

interface Paying {
  readonly pays?: string;
  readonly beforePaying?: (purchaseId: string) => Promise<void>;
}

const patienceMs = 10_000;

/** A player of a merchant: gets addresses from the sandbox's Terminal and pays to them. USDT on TRON. */
export class TerminalPlayer {
  private customers = 0;

  constructor(
    private readonly provider: Sandbox,
    private readonly sandbox: SandboxClient,
  ) {}

  /** To a customer address of the widget, completed; its id at the provider. */
  async deposit(widget: string, amount: string): Promise<string> {
    const customerIdentifier = `player-${this.customers++}@example.com`;
    const { id } = await this.ask<{ id: string }>(widget, '/v1/customer', { customerIdentifier });
    const token = await this.ask<object>(widget, '/v1/customer/address-token', { customerUuid: id });
    const coin = { blockchain: 'tron', asset: 'USDT' };
    const { address } = await this.ask<{ address: string }>(widget, '/v1/customer/address', { ...token, ...coin });
    const paid = await this.pay(address, amount);
    await this.until<Paid>('/terminal/deposits', paid, 'Completed');
    return paid;
  }

  /** A purchase of 100, paid in full where nothing else is said; its id at the provider. */
  async purchase(widget: string, { pays = '100', beforePaying }: Paying = {}): Promise<string> {
    const texts = { title: 'Payment', subTitle: 'Chips', siteName: 'Lucky Star', purchaseIdentifier: 'order-7' };
    const body = { ...texts, fiatAmount: 100, fiatCurrency: 'USD' };
    const { id } = await this.ask<{ id: string }>(widget, '/v1/purchase', body);
    const choice = { asset: 'USDT', blockchain: 'tron' };
    const { address } = await this.sandbox.control<Bought>('POST', `/terminal/purchases/${id}/choose`, choice);
    await beforePaying?.(id);
    const paid = await this.pay(address, pays);
    await this.until<Paid>('/terminal/deposits', paid, 'Completed');
    if (!beforePaying) await this.until<Bought>('/terminal/purchases', id, 'Completed');
    return id;
  }

  private async pay(address: string, amount: string): Promise<string> {
    return (await this.sandbox.control<Paid>('POST', '/terminal/deposits', { address, amount })).id;
  }

  private async until<Row extends { readonly id: string; readonly status: string }>(
    list: string,
    id: string,
    status: string,
  ): Promise<void> {
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await delay(20)) {
      const rows = await this.sandbox.control<readonly Row[]>('GET', list);
      if (rows.some((row) => row.id === id && row.status === status)) return;
    }
    throw new Error(`${id} is not ${status} in time`);
  }

  private async ask<Data>(widget: string, path: string, body: object): Promise<Data> {
    const { apiKey } = this.provider.widgets.find(({ name }) => name === widget) ?? { apiKey: '' };
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    const url = `${this.provider.terminalUrl}${path}`;
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return ((await response.json()) as { data: Data }).data;
  }
}
