import type { Accounts } from '../ledger/accounts.js';
import { formatAmount } from '../money/amount-text.js';
import type { Clock } from '../platform/clock.js';
import type { DepositStreams } from './deposit-streams.js';
import { excessSteps, stepsTo } from './incoming-steps.js';
import type { OrderCommand } from './order.commands.js';
import type { OrderEvent } from './order.events.js';
import { isExcessTooMuch, isReadyForExcess, moneyOf } from './order-money.js';
import { isOpened, type Order, type Payment } from './order.state.js';
import { takeSteps, type Taken } from './take-steps.reactor.js';

/** Others may change the order meanwhile; more often than this is a defect. */
const rounds_max = 10;

/** Brings the money of an order to where it belongs. */
export class SettleOrder {
  constructor(
    private readonly streams: DepositStreams,
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  /** Until nothing more is to be moved, whoever else moves it meanwhile. What was recorded on the way. */
  async settle(known: Order, evidence: string): Promise<readonly OrderEvent[]> {
    const run: OrderRun = { order: known, facts: [] };
    for (let round = 0; round < rounds_max; round++) {
      const before = run.facts.length;
      const { order } = run;
      if (!isOpened(order)) return run.facts;
      if (isExcessTooMuch(order)) await this.decideExcess(run, evidence);
      await this.moveExcess(run, evidence);
      for (const payment of order.payments) await this.bring(run, payment, evidence);
      await this.decideExcess(run, evidence);
      await this.moveExcess(run, evidence);
      await this.execute(run, { type: 'CloseOrder', data: { now: this.clock.now() } });
      if (run.facts.length === before) return run.facts;
    }
    throw new Error('The order does not come to rest');
  }

  private async bring(run: OrderRun, payment: Payment, evidence: string): Promise<void> {
    const { order } = run;
    if (!isOpened(order)) return;
    const { orderId: cause, operatorId, walletId } = order.opened;
    const { incomingId, amount } = payment.seen;
    const money = moneyOf(order, payment);
    const wasCredited = payment.money === 'credited' || order.status === 'PendingFork';
    const wasSuspended = payment.money === 'suspended';
    const incoming = { cause, operatorId, walletId, incomingId, amount, wasCredited, was: payment.money };
    const { resolution } = payment;
    const why = { evidence: wasSuspended && resolution ? resolution.evidence : evidence, now: this.clock.now() };
    const steps = stepsTo(money, incoming, why);
    const taken = await takeSteps(this.accounts, { walletId, asset: amount.asset }, steps, { id: cause, operatorId });
    await this.reviewOf(run, taken, evidence);
    if (taken.outcome === 'taken')
      await this.execute(run, { type: 'RecordOrderMoney', data: { incomingId, money, now: this.clock.now() } });
  }

  private async decideExcess(run: OrderRun, evidence: string): Promise<void> {
    const { order } = run;
    if (!isOpened(order) || !(isReadyForExcess(order) || isExcessTooMuch(order))) return;
    await this.execute(run, { type: 'DecideExcess', data: { evidence, now: this.clock.now() } });
  }

  private async moveExcess(run: OrderRun, evidence: string): Promise<void> {
    const { order } = run;
    if (!isOpened(order)) return;
    const { orderId, operatorId, walletId } = order.opened;
    for (const [index, { amount, returned }] of order.excesses.entries()) {
      const why = { evidence, now: this.clock.now() };
      const steps = excessSteps({ orderId, amount, round: index + 1 }, operatorId, returned, why);
      const taken = await takeSteps(this.accounts, { walletId, asset: amount.asset }, steps, {
        id: orderId,
        operatorId,
      });
      await this.reviewOf(run, taken, evidence);
    }
  }

  private async reviewOf(run: OrderRun, taken: Taken, evidence: string): Promise<void> {
    const now = this.clock.now();
    if (taken.outcome === 'refused')
      return this.execute(run, {
        type: 'RequireOrderReview',
        data: { reason: 'account-disagrees', detail: taken.code, evidence, now },
      });
    if (taken.shortfall)
      await this.execute(run, {
        type: 'RequireOrderReview',
        data: { reason: 'spent-before-fork', detail: formatAmount(taken.shortfall), evidence, now },
      });
  }

  private async execute(run: OrderRun, command: OrderCommand): Promise<void> {
    if (!isOpened(run.order)) return;
    const executed = await this.streams.onOrder(run.order.opened.orderId, command);
    run.order = executed.state;
    if (executed.outcome === 'accepted') run.facts.push(...executed.events);
  }
}

/** The order as it is known by now, and what was recorded on the way. */
interface OrderRun {
  order: Order;
  readonly facts: OrderEvent[];
}
