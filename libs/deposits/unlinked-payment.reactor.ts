import { moneyFor, type DetectedDeposit } from './deposit.state.js';
import type { DepositStreams } from './deposit-streams.js';
import { isWindowClosed } from './order-money.js';
import { isOpened, type OpenedOrder } from './order.state.js';
import type { RefreshOrder } from './refresh-order.reactor.js';
import { mustBe, TerminalUnavailable, type TerminalSource } from './terminal-source.js';

/**
 * What a transaction is to the purchases that are paid at its address. `none`: it may be credited. `awaited`: one of them may
 * still say that it is its payment. `beside`: it is no purchase's payment and no customer's deposit.
 */
export type Placing =
  | { readonly is: 'none' | 'awaited' }
  | { readonly is: 'beside'; readonly what: string; readonly reason: 'late-payment' | 'unlinked-payment' };

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
    const { wasCredited, resolution, detected } = deposit;
    if (wasCredited === true || resolution || moneyFor(deposit) !== 'credited') return { is: 'none' };
    const { address, amount, customerKey } = detected;
    // A purchase may be told later than what was paid for it: without a customer it is none's own deposit in any case.
    let placing: Placing =
      customerKey === undefined ? { is: 'beside', what: 'no customer', reason: 'unlinked-payment' } : { is: 'none' };
    for (const orderId of await this.streams.ordersAt(amount.asset.chain, address)) {
      const order = await this.newest(orderId);
      if (!order) continue;
      if (hasPayment(order, deposit)) return { is: 'none' };
      if (placing.is !== 'awaited' && !isOpenedAfter(order, deposit)) placing = placingBeside(orderId, order);
    }
    return placing;
  }

  /** As the provider says now. Without an answer it stays what it was; what the provider knows no more has ended. */
  private async newest(orderId: string): Promise<OpenedOrder | undefined> {
    const known = await this.streams.loadOrder(orderId);
    if (!isOpened(known)) return undefined;
    if (known.isClosed) return known;
    const looked = await this.look(known.opened.providerId);
    if (looked === 'not-found') return { ...known, isClosed: true };
    const order = looked === 'found' ? await this.streams.loadOrder(orderId) : known;
    return isOpened(order) ? order : known;
  }

  private async look(providerId: string): Promise<'found' | 'not-found' | 'no-answer'> {
    try {
      const pulled = await this.terminal.pullPurchase(providerId);
      if (pulled.outcome === 'not-found') return 'not-found';
      mustBe(providerId, pulled.sighting);
      await this.orders.record(pulled);
      return 'found';
    } catch (error) {
      if (error instanceof TerminalUnavailable) return 'no-answer';
      throw error;
    }
  }
}

function hasPayment({ payments }: OpenedOrder, { detected }: DetectedDeposit): boolean {
  return payments.some(({ seen }) => seen.incomingId === detected.incomingId);
}

/** Addresses are used again: what had come before a purchase was there is not paid for it. */
function isOpenedAfter({ opened }: OpenedOrder, { detected }: DetectedDeposit): boolean {
  return opened.openedAt.getTime() > detected.detectedAt.getTime();
}

function placingBeside(orderId: string, order: OpenedOrder): Placing {
  if (isWindowClosed(order)) return { is: 'beside', what: orderId, reason: 'late-payment' };
  return order.isClosed ? { is: 'beside', what: orderId, reason: 'unlinked-payment' } : { is: 'awaited' };
}
