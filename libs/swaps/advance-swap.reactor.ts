import type { AttemptTimings } from '../attempts/attempt-plan.js';
import type { GateHealth } from '../attempts/gate-health.js';
import { unreachable } from '../decider/decider.js';
import type { Clock } from '../platform/clock.js';
import type { HoldSwapFunds } from './hold-swap-funds.reactor.js';
import { nextSwapStep, type NextSwapStep } from './next-step.js';
import type { SubmitSwap } from './submit-swap.reactor.js';
import type { SwapRequest, SwapReviewReason } from './swap.events.js';
import type { SwapStreams } from './swap-streams.js';
import type { WatchSwap } from './watch-swap.reactor.js';

export interface SwapSteps {
  readonly funds: HoldSwapFunds;
  readonly submission: SubmitSwap;
  readonly watch: WatchSwap;
  readonly gate: GateHealth;
}

/** A swap takes at most this many steps in one go; the next event or the sweeper carries on. */
const steps_max = 12;

/**
 * Carries one swap as far as it can go now, as `AdvancePayout` does with payouts: what to do comes from its stream and the
 * time alone, and every step may be repeated.
 */
export class AdvanceSwap {
  constructor(
    private readonly swaps: SwapStreams,
    private readonly steps: SwapSteps,
    private readonly clock: Clock,
    private readonly timings: AttemptTimings,
  ) {}

  async advance(swapId: string): Promise<void> {
    for (let steps = 0; steps < steps_max; steps++) {
      const swap = await this.swaps.load(swapId);
      if (swap.status === 'absent') return;
      const step = nextSwapStep(swap, this.clock.now(), this.timings);
      const carryOn = await this.take(step, swap.request);
      if (!carryOn) return;
    }
  }

  /** True when the swap has moved and may go on at once. */
  private async take(step: NextSwapStep, request: SwapRequest): Promise<boolean> {
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
      case 'book':
        await funds.book(request, step.settlement);
        return false;
      case 'release-hold':
        await funds.release(request, step.reason);
        return false;
      case 'nothing':
        return false;
      default:
        return unreachable(step);
    }
  }

  private async submitIfGateHealthy(request: SwapRequest, otherwise: 'wait' | SwapReviewReason): Promise<boolean> {
    const evidence = await this.steps.gate.evidence();
    const submitted = evidence !== undefined && (await this.steps.submission.submit(request, evidence));
    // The gate may reach the provider while we do not: a person has to hear of it all the same (INV-P8).
    return submitted || otherwise === 'wait' ? submitted : this.requireReview(request, otherwise);
  }

  private async recordLostCall({ swapId }: SwapRequest, attempt: number): Promise<boolean> {
    const now = this.clock.now();
    const evidence = `no outcome recorded by ${now.toISOString()}`;
    await this.swaps.execute(swapId, {
      type: 'RecordUnknown',
      data: { attempt, observation: 'process-ended', evidence, now },
    });
    return true;
  }

  private async requireReview({ swapId }: SwapRequest, reason: SwapReviewReason): Promise<boolean> {
    await this.swaps.execute(swapId, { type: 'RequireReview', data: { reason, now: this.clock.now() } });
    return false;
  }
}
