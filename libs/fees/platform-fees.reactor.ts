import type { AggregateStore } from '../event-streams/aggregate-store.js';
import type { Accounts } from '../ledger/accounts.js';
import type { Money } from '../money/money.js';
import { planAt } from '../operators/fee-plan.js';
import { operatorCodec, operatorStream } from '../operators/operator.codec.js';
import type { OperatorFeesSet } from '../operators/operator.events.js';
import { operatorDecider } from '../operators/operator.js';
import type { Clock } from '../platform/clock.js';
import { platformFeeCodec, platformFeeStream } from './platform-fee.codec.js';
import {
  beginOf,
  chargeBooking,
  feeWalletId,
  monthOf,
  monthsBegun,
  platformFeeDecider,
  type PlatformFeeCommand,
} from './platform-fee.js';

/** A payout that has settled. */
export interface SettledVolume {
  readonly operatorId: string;
  readonly payoutId: string;
  readonly volume: Money;
  readonly settledAt: Date;
  readonly evidence: string;
}

/** Charges what the platform takes. May be repeated: each payout and each month is charged once (API-28). */
export class PlatformFees {
  constructor(
    private readonly store: AggregateStore,
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  /** By the plan that was in force when the payout settled. */
  async chargeShare({ operatorId, payoutId, volume, settledAt, evidence }: SettledVolume): Promise<void> {
    const plan = planAt(await this.plansOf(operatorId), settledAt);
    if (!plan || plan.shareBps === 0) return;
    const month = monthOf(settledAt);
    const { shareBps } = plan;
    const now = this.clock.now();
    const data = { operatorId, month, payoutId, volume, shareBps, now };
    const { shares } = await this.execute(operatorId, month, { type: 'ChargeShare', data });
    const fee = shares.get(payoutId);
    if (fee) await this.book({ operatorId, fee, reference: payoutId, evidence });
  }

  /** For each month that has begun under a plan with a flat fee; the first one after the plan was set. */
  async chargeFlatFees(operatorId: string): Promise<void> {
    const plans = await this.plansOf(operatorId);
    const [first] = plans;
    if (!first) return;
    for (const month of monthsBegun(first.setAt, this.clock.now())) {
      const plan = planAt(plans, beginOf(month));
      if (!plan?.flat) continue;
      const data = { operatorId, month, fee: plan.flat, now: this.clock.now() };
      const { flat } = await this.execute(operatorId, month, { type: 'ChargeFlatFee', data });
      const evidence = `plan of ${plan.setAt.toISOString()}`;
      if (flat) await this.book({ operatorId, fee: flat, reference: `flat-${month}`, evidence });
    }
  }

  private async plansOf(operatorId: string): Promise<readonly OperatorFeesSet[]> {
    const { state } = await this.store.load(operatorStream(operatorId), operatorDecider, operatorCodec);
    return state.status === 'unknown' ? [] : state.feePlans;
  }

  private async execute(operatorId: string, month: string, command: PlatformFeeCommand) {
    const cause = command.type === 'ChargeShare' ? command.data.payoutId : operatorId;
    const executed = await this.store.execute({
      streamName: platformFeeStream(operatorId, month),
      decider: platformFeeDecider,
      codec: platformFeeCodec,
      command,
      metadata: { correlationId: cause, causationId: cause, actor: 'worker', onBehalfOf: operatorId },
    });
    return executed.state;
  }

  private async book(charge: Omit<Parameters<typeof chargeBooking>[0], 'now'>): Promise<void> {
    const { operatorId, fee, reference } = charge;
    const command = chargeBooking({ ...charge, now: this.clock.now() });
    if (!command) return;
    const key = { walletId: feeWalletId(operatorId), asset: fee.asset };
    const booked = await this.accounts.execute(key, command, { id: reference, operatorId });
    if (booked.outcome === 'rejected') throw new Error(`The fee for ${reference} is refused: ${booked.rejection.code}`);
  }
}
