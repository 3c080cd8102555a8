import { moneyFor, type DetectedDeposit } from './deposit.state.js';
import type { DepositStreams } from './deposit-streams.js';
import { isWindowClosed } from './order-money.js';
import { isOpened, type OpenedOrder } from './order.state.js';
import type { RefreshOrder } from './refresh-order.reactor.js';
import { mustBe, TerminalUnavailable, type TerminalSource } from './terminal-source.js';

/**
 * What a transaction is to the purchases that are paid at its address. `none`: it may be credited. `awaited`: one of them may
 * still say that it is its payment. `beside`: none of them has it, and none will.
 */
export type Placing =
  | { readonly is: 'none' | 'awaited' }
  | { readonly is: 'beside'; readonly orderId: string; readonly reason: 'late-payment' | 'unlinked-payment' };

/**
 * Places what the Terminal tells as a transaction of its own at the address of a purchase. Such money is never credited by
 * itself (A20): the purchase says whose it is, or a person does.
 */
export class UnlinkedPayments {
  constructor(
    private readonly streams: DepositStreams,
    private readonly terminal: Pick<TerminalSource, 'pullPurchase'>,
    private readonly orders: Pick<RefreshOrder, 'record'>,
  ) {}

  /** What is not to be credited now, or was credited before, needs no place. Open purchases are looked at first. */
  async place(deposit: DetectedDeposit): Promise<Placing> {
    const { wasCredited, resolution } = deposit;
    if (wasCredited === true || resolution || moneyFor(deposit) !== 'credited') return { is: 'none' };
    const { address, amount } = deposit.detected;
    let placing: Placing = { is: 'none' };
    for (const orderId of await this.streams.ordersAt(amount.asset.chain, address)) {
      const order = await this.newest(orderId);
      if (!order) continue;
      if (hasPayment(order, deposit)) return { is: 'none' };
      if (placing.is !== 'awaited') placing = placingBeside(orderId, order);
    }
    return placing;
  }

  private async newest(orderId: string): Promise<OpenedOrder | undefined> {
    const known = await this.streams.loadOrder(orderId);
    if (!isOpened(known)) return undefined;
    if (known.isClosed || !(await this.look(known.opened.providerId))) return known;
    const order = await this.streams.loadOrder(orderId);
    return isOpened(order) ? order : known;
  }

  /** Whether there was an answer: without one the purchase stays what it was, and its payment awaited. */
  private async look(providerId: string): Promise<boolean> {
    try {
      const pulled = await this.terminal.pullPurchase(providerId);
      if (pulled.outcome === 'not-found') return false;
      mustBe(providerId, pulled.sighting);
      await this.orders.record(pulled);
      return true;
    } catch (error) {
      if (error instanceof TerminalUnavailable) return false;
      throw error;
    }
  }
}

function hasPayment({ payments }: OpenedOrder, { detected }: DetectedDeposit): boolean {
  return payments.some(({ seen }) => seen.incomingId === detected.incomingId);
}

function placingBeside(orderId: string, order: OpenedOrder): Placing {
  if (isWindowClosed(order)) return { is: 'beside', orderId, reason: 'late-payment' };
  return order.isClosed ? { is: 'beside', orderId, reason: 'unlinked-payment' } : { is: 'awaited' };
}
