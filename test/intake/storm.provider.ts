import type { MoneyInStage } from '#test/support/money-in-stage.js';
import { coins } from './players.fixtures.js';
import type { Happening, Step, Story, Truth } from './storm.truth.js';
import { samples, told } from './told.fixtures.js';

const decimalsOf = { tron: 6, ether: 18, bitcoin: 8, sepolia: 6 } as const;

/** Makes happen at the sandbox what the truth says, and says what webhook tells of it. */
export class StormProvider {
  /** By story: the provider's id of the deposit or purchase. */
  readonly ids: string[] = [];
  private readonly addresses: string[] = [];
  private readonly payments: string[][] = [];

  constructor(
    private readonly stage: MoneyInStage,
    private readonly truth: Truth,
  ) {}

  /** Purchases there are from the beginning; players have an address for each coin. */
  async prepare(): Promise<void> {
    const ofCoin = new Map<string, string>();
    for (const [name, [coin]] of Object.entries(coins))
      ofCoin.set(name, await this.stage.customerAddress(`storm-${name}@example.com`, coin));
    for (const [index, { kind, coin, widget, planned }] of this.truth.stories.entries()) {
      this.payments[index] = [];
      this.addresses[index] = ofCoin.get(coin) ?? '';
      if (kind === 'purchase') this.ids[index] = await this.stage.purchase(widget, decimalText(planned, 6));
    }
  }

  async happen({ story: index, step }: Happening): Promise<void> {
    const story = this.truth.stories[index];
    if (!story) throw new Error(`No story ${index}`);
    const path = `/terminal/purchases/${this.ids[index]}`;
    switch (step.does) {
      case 'choose':
        this.addresses[index] = (
          await this.stage.control<{ address: string }>('POST', `${path}/choose`, coins[story.coin][0])
        ).address;
        return;
      case 'expire':
        await this.stage.control('POST', `${path}/expire`);
        return;
      case 'pay':
        return this.pay(index, story, step);
      case 'become':
        for (const id of this.payments[index] ?? [])
          await this.stage.control('POST', `/terminal/deposits/${id}/status`, { status: step.status });
    }
  }

  private async pay(index: number, { kind, coin }: Story, { amount }: Extract<Step, { does: 'pay' }>): Promise<void> {
    const body = { address: this.addresses[index], amount: decimalText(amount, decimalsOf[coin]), scenario: 'stays' };
    const { id } = await this.stage.control<{ id: string }>('POST', '/terminal/deposits', body);
    this.payments[index]?.push(id);
    if (kind === 'deposit') this.ids[index] = id;
  }

  webhook({ story: index, step: { status } }: Happening, changes: Readonly<Record<string, string>> = {}): string {
    const story = this.truth.stories[index];
    const [sample, id] =
      story?.kind === 'deposit'
        ? ([samples.updated, 'transactionId'] as const)
        : ([samples.purchaseCompleted, 'purchaseId'] as const);
    return told(sample, { [id]: `"${this.ids[index]}"`, status: `"${status}"`, ...changes });
  }
}

function decimalText(minor: bigint, decimals: number): string {
  const digits = String(minor).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
