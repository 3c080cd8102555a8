import { DepositHints, type DepositHint, type HintOutcome } from './deposit-hints.js';
import type { RefreshDeposit } from './refresh-deposit.reactor.js';
import type { RefreshOrder } from './refresh-order.reactor.js';
import { mustBe, type TerminalSource } from './terminal-source.js';

/** A hint says where to look. What counts is what a pull of our own shows (INV-I3, F5.3). */
export class RefreshDeposits extends DepositHints {
  constructor(
    private readonly terminal: TerminalSource,
    private readonly deposits: Pick<RefreshDeposit, 'record'>,
    private readonly orders: Pick<RefreshOrder, 'record'>,
  ) {
    super();
  }

  async refresh({ kind, providerId }: DepositHint): Promise<HintOutcome> {
    if (kind === 'purchase') {
      const pulled = await this.terminal.pullPurchase(providerId);
      if (pulled.outcome === 'not-found') return 'not-found';
      mustBe(providerId, pulled.sighting);
      return this.orders.record(pulled);
    }
    const pulled = await this.terminal.pullIncoming(providerId);
    if (pulled.outcome === 'not-found') return 'not-found';
    mustBe(providerId, pulled.sighting);
    return this.deposits.record(pulled);
  }
}
