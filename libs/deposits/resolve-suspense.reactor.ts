import type { Executed } from '../event-streams/aggregate-store.js';
import type { DepositRejection, ResolveSuspense as Resolution } from './deposit.js';
import type { DepositEvent } from './deposit.events.js';
import type { DepositPostings } from './deposit-postings.reactor.js';
import { isDetected, type Deposit } from './deposit.state.js';
import type { DepositStreams } from './deposit-streams.js';
import type { OrderRejection } from './order.commands.js';
import type { OrderEvent } from './order.events.js';
import { isOpened, type Order } from './order.state.js';
import type { SettleOrder } from './settle-order.reactor.js';

/**
 * Takes suspended money out of the suspense, to whom a person says that it belongs (A20). What was decided before is booked
 * again where a crash came in between; decided once, it stays.
 */
export class ResolveSuspense {
  constructor(
    private readonly streams: DepositStreams,
    private readonly postings: Pick<DepositPostings, 'bring'>,
    private readonly orders: Pick<SettleOrder, 'settle'>,
  ) {}

  async deposit(depositId: string, data: Resolution): Promise<Executed<Deposit, DepositEvent, DepositRejection>> {
    const resolved = await this.streams.onDeposit(depositId, { type: 'ResolveDepositSuspense', data });
    const { state, outcome } = resolved;
    if (outcome === 'accepted' && isDetected(state))
      await this.postings.bring(state, 'suspended', state.detected.evidence);
    return resolved;
  }

  async order(orderId: string, data: Resolution): Promise<Executed<Order, OrderEvent, OrderRejection>> {
    const resolved = await this.streams.onOrder(orderId, { type: 'ResolveOrderSuspense', data });
    const { state, outcome } = resolved;
    if (outcome === 'accepted' && isOpened(state)) await this.orders.settle(state, state.opened.evidence);
    return resolved;
  }
}
