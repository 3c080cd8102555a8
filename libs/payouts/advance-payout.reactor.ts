import type { GateHealth } from '../attempts/gate-health.js';
import type { AttemptTimings } from '../attempts/attempt-plan.js';
import { unreachable } from '../decider/decider.js';
import type { Clock } from '../platform/clock.js';
import type { HoldFunds } from './hold-funds.reactor.js';
import { nextStep, type NextStep } from './next-step.js';
import type { PayoutStreams } from './payout-streams.js';
import type { PayoutPurpose, PayoutRequest, ReviewReason } from './payout.events.js';
import type { SubmitPayout } from './submit-payout.reactor.js';
import type { WatchPayout } from './watch-payout.reactor.js';

export interface PayoutSteps {
  readonly funds: HoldFunds;
  readonly submission: SubmitPayout;
  readonly watch: WatchPayout;
  readonly gate: GateHealth;
}

/** A payout takes at most this many steps in one go; the next event or the sweeper carries on. */
const steps_max = 12;

/**
 * Carries one payout as far as it can go now. What to do comes from its stream and the time alone, and every step may be
 * repeated: so it does not matter who calls this, how often, or where the last one died.
 */
export class AdvancePayout {
  constructor(
    private readonly payouts: PayoutStreams,
    private readonly steps: PayoutSteps,
    private readonly clock: Clock,
    private readonly timings: AttemptTimings,
  ) {}

  /** @returns what the payout is for; undefined when nobody asked for it. */
  async advance(payoutId: string): Promise<PayoutPurpose | undefined> {
    let purpose: PayoutPurpose | undefined;
    for (let steps = 0; steps < steps_max; steps++) {
      const payout = await this.payouts.load(payoutId);
      if (payout.status === 'absent') return purpose;
      purpose = payout.request.purpose;
      const step = nextStep(payout, this.clock.now(), this.timings);
      const carryOn = await this.take(step, payout.request);
      if (!carryOn) return purpose;
    }
    return purpose;
  }

  /** True when the payout has moved and may go on at once. */
  private async take(step: NextStep, request: PayoutRequest): Promise<boolean> {
    const { funds, submission, watch } = this.steps;
    switch (step.do) {
      case 'reserve-funds':
        await funds.reserve(request);
        return true;
      case 'submit':
        return submission.submit(request);
      case 'submit-if-gate-healthy':
        return this.submitIfGateHealthy(request, step.otherwise);
      case 'record-lost-call':
        return this.recordLostCall(request, step.attempt);
      case 'watch':
        return (await watch.look(request, step.providerId, step.review)) === 'ended';
      case 'require-review':
        return this.requireReview(request, step.reason);
      case 'capture-hold':
        await funds.capture(step.settled);
        return false;
      case 'release-hold':
        await funds.release(request, step.reason, step.failed);
        return false;
      case 'nothing':
        return false;
      default:
        return unreachable(step);
    }
  }

  private async submitIfGateHealthy(request: PayoutRequest, otherwise: 'wait' | ReviewReason): Promise<boolean> {
    const evidence = await this.steps.gate.evidence();
    const submitted = evidence !== undefined && (await this.steps.submission.submit(request, evidence));
    // The gate may reach the provider while we do not: a person has to hear of it all the same (INV-P8).
    return submitted || otherwise === 'wait' ? submitted : this.requireReview(request, otherwise);
  }

  private async recordLostCall({ payoutId }: PayoutRequest, attempt: number): Promise<boolean> {
    const now = this.clock.now();
    const evidence = `no outcome recorded by ${now.toISOString()}`;
    await this.payouts.execute(payoutId, {
      type: 'RecordUnknown',
      data: { attempt, observation: 'process-ended', evidence, now },
    });
    return true;
  }

  private async requireReview({ payoutId }: PayoutRequest, reason: ReviewReason): Promise<boolean> {
    await this.payouts.execute(payoutId, { type: 'RequireReview', data: { reason, now: this.clock.now() } });
    return false;
  }
}
