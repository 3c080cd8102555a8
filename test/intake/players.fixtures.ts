import { depositIdOf, orderIdOf } from '#libs/deposits/incoming-id.js';
import type { CameOf, Coin, MoneyInStage } from '#test/support/money-in-stage.js';
import { samples, told } from './told.fixtures.js';

/** The coins of these tests: as the Terminal calls them, and as we do. */
export const coins = {
  tron: [{ asset: 'USDT', blockchain: 'tron' }, 'USDT@tron/6'],
  ether: [{ asset: 'ETH', blockchain: 'ethereum' }, 'ETH@ethereum/18'],
  bitcoin: [{ asset: 'BTC', blockchain: 'bitcoin' }, 'BTC@bitcoin/8'],
  sepolia: [{ asset: 'USDT', blockchain: 'ethereum-sepolia' }, 'USDT@ethereum-sepolia/6'],
} as const satisfies Readonly<Record<string, readonly [Coin, string]>>;
export type CoinName = keyof typeof coins;

let serial = 0;

/** A player's payment to an address of the player's own. It stays as it is until it is told to become something else. */
export class PlayersDeposit {
  private constructor(
    private readonly stage: MoneyInStage,
    readonly providerId: string,
    private readonly coin: CoinName,
  ) {}

  static async of(stage: MoneyInStage, coin: CoinName, amount: string): Promise<PlayersDeposit> {
    const address = await stage.customerAddress(`player-${serial++}@example.com`, coins[coin][0]);
    const body = { address, amount, scenario: 'stays' };
    const { id } = await stage.control<{ id: string }>('POST', '/terminal/deposits', body);
    return new PlayersDeposit(stage, id, coin);
  }

  async become(status: string): Promise<void> {
    await this.stage.control('POST', `/terminal/deposits/${this.providerId}/status`, { status });
  }

  /** The webhook that the provider would send; `changes` of its fields, as JSON text. */
  webhook(status: string, changes: Readonly<Record<string, string>> = {}): string {
    const sample = { Pending: samples.initiated, Confirming: samples.received }[status] ?? samples.updated;
    const own = { transactionId: `"${this.providerId}"`, status: `"${status}"` };
    return told(sample, { ...own, widgetId: `"${this.stage.widget('players').id}"`, ...changes });
  }

  cameOf(): Promise<CameOf> {
    return this.stage.cameOf(depositIdOf(this.providerId), 'wal_players', coins[this.coin][1]);
  }
}

/** A purchase through a widget of its own rule. */
export class PlayersPurchase {
  private address = '';

  private constructor(
    private readonly stage: MoneyInStage,
    private readonly widgetName: string,
    readonly providerId: string,
    private readonly coin: CoinName,
  ) {}

  static async of(stage: MoneyInStage, widgetName: string, coin: CoinName, fiat: string): Promise<PlayersPurchase> {
    return new PlayersPurchase(stage, widgetName, await stage.purchase(widgetName, fiat), coin);
  }

  async choose(): Promise<void> {
    this.address = (await this.does<{ address: string }>('choose', coins[this.coin][0])).address;
  }

  /** @returns the id of the payment, which stays as it is. */
  async pay(amount: string): Promise<string> {
    const body = { address: this.address, amount, scenario: 'stays' };
    return (await this.stage.control<{ id: string }>('POST', '/terminal/deposits', body)).id;
  }

  async paymentBecomes(id: string, status: string): Promise<void> {
    await this.stage.control('POST', `/terminal/deposits/${id}/status`, { status });
  }

  async expire(): Promise<void> {
    await this.does('expire', {});
  }

  async become(status: string): Promise<void> {
    await this.does('status', { status });
  }

  /** What the sandbox says of it: its status, and what was paid. */
  async seen(): Promise<{ readonly status: string; readonly amount: string }> {
    const all = await this.stage.control<Seen[]>('GET', '/terminal/purchases');
    const { status, amount } = all.find(({ id }) => id === this.providerId) ?? {};
    return { status: status ?? '', amount: String(amount) };
  }

  webhook(status: string, changes: Readonly<Record<string, string>> = {}): string {
    const sample = status === 'Initiated' ? samples.purchaseInitiated : samples.purchaseCompleted;
    const own = { purchaseId: `"${this.providerId}"`, status: `"${status}"` };
    return told(sample, { ...own, widgetId: `"${this.stage.widget(this.widgetName).id}"`, ...changes });
  }

  cameOf(): Promise<CameOf> {
    return this.stage.cameOf(orderIdOf(this.providerId), `wal_${this.widgetName}`, coins[this.coin][1]);
  }

  /** The types of what is recorded of it. */
  async facts(): Promise<readonly string[]> {
    const { events } = await this.stage.api.streams.read(`order-${orderIdOf(this.providerId)}`);
    return events.map(({ type }) => type.replace('.v1', ''));
  }

  private does<Result>(what: string, body: object): Promise<Result> {
    return this.stage.control<Result>('POST', `/terminal/purchases/${this.providerId}/${what}`, body);
  }
}

interface Seen {
  readonly id: string;
  readonly status: string;
  readonly amount: string;
}
