import type { Executed } from '../event-streams/aggregate-store.js';
import type { DepositRejection, ResolveSuspense as Resolution } from './deposit.commands.js';
import type { DepositEvent } from './deposit.events.js';
import type { DepositPostings, DepositProblem } from './deposit-postings.reactor.js';
import { isDetected, moneyFor, type Deposit, type DetectedDeposit } from './deposit.state.js';
import type { DepositStreams } from './deposit-streams.js';
import type { OrderRejection, ResolveOrderSuspense } from './order.commands.js';
import type { OrderEvent } from './order.events.js';
import { isOpened, type Order } from './order.state.js';
import type { SettleOrder } from './settle-order.reactor.js';

/** The account has it otherwise than the deposit: a defect, or the same payment was resolved as another one. */
export class AccountDisagrees extends Error {
  override readonly name = 'AccountDisagrees';

  constructor(depositId: string, [reason, detail]: DepositProblem) {
    super(`The money of ${depositId} was not moved: ${reason} ${detail}`);
  }
}

/**
 * Takes money that is suspended, or that nothing the provider says settles, to whom people say that it belongs (A20). What
 * was decided before is booked again where a crash came in between; decided once, it stays.
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
    if (outcome === 'accepted' && isDetected(state) && state.money !== moneyFor(state))
      await this.book(depositId, state, data.now);
    return resolved;
  }

  private async book(depositId: string, deposit: DetectedDeposit, now: Date): Promise<void> {
    const money = moneyFor(deposit);
    const problem = await this.postings.bring(deposit, money, deposit.detected.evidence);
    if (problem?.[0] === 'account-disagrees') throw new AccountDisagrees(depositId, problem);
    const [reason, detail] = problem ?? [];
    if (reason !== undefined && detail !== undefined)
      await this.streams.onDeposit(depositId, {
        type: 'RequireDepositReview',
        data: { reason, detail, evidence: deposit.detected.evidence, now },
      });
    await this.streams.onDeposit(depositId, { type: 'RecordDepositMoney', data: { money, now } });
  }

  async order(orderId: string, data: ResolveOrderSuspense): Promise<Executed<Order, OrderEvent, OrderRejection>> {
    const resolved = await this.streams.onOrder(orderId, { type: 'ResolveOrderSuspense', data });
    const { state, outcome } = resolved;
    if (outcome === 'accepted' && isOpened(state)) await this.orders.settle(state, state.opened.evidence);
    return resolved;
  }
}
