import { unreachable } from '../decider/decider.js';
import type { AttemptTimings } from '../attempts/attempt-plan.js';
import type { NextStep, nextStep } from './next-step.js';
import type { PayoutCommand } from './payout.commands.js';
import { at, historyOf } from './payout.fixtures.js';
import * as example from './payout-commands.fixtures.js';
import type { Payout } from './payout.state.js';
import { payoutDecider } from './payout.js';

export const minute = 60_000;
export const timings: AttemptTimings = {
  callTimeoutMs: 30_000,
  retryQuietMs: minute,
  reviewAfterMs: 30 * minute,
  pendingReviewAfterMs: 60 * minute,
};
/** The worker looks at the payout this often, for this long. */
const tickMs = 30_000;
const ticks_max = 2 * 60 * 24;
/** How much later than the claim a late answer comes. */
const lateTicks = 20;

/** What comes of a request to the provider. Only `request-lost`, `blocked` and `declined` leave nothing behind there. */
type Answer = 'accepted' | 'answer-lost' | 'answer-late' | 'process-ended' | 'request-lost' | 'blocked' | 'declined';

export interface World {
  /** For each request in turn; the last one from then on. */
  readonly answers: readonly [Answer, ...Answer[]];
  /** Whether the gate is up, half an hour each, from the beginning again after the last. */
  readonly gateUp: readonly boolean[];
  /** Whether the approver asks the gate at all. */
  readonly approverAsks: boolean;
  /** Whether a bound transaction is paid in the end. */
  readonly pays: boolean;
  /** How often a person resumes the payout from its review. */
  readonly resumes: number;
}

export type Plan = typeof nextStep;

export interface Life {
  readonly payout: Payout;
  readonly lastStep: NextStep;
  readonly attempts: number;
  /** Commands that the plan led to and the rules refused. */
  readonly refused: readonly string[];
  readonly minutes: number;
}

/** The life of one payout in the hands of a worker that always does what the plan says. */
export function live(plan: Plan, world: World): Life {
  const worker = new SimulatedWorker(world);
  for (let tick = 0; tick < ticks_max; tick++) {
    worker.wake(tick);
    const lastStep = plan(worker.payout, worker.now, timings);
    worker.take(lastStep);
    const { payout, attempts, refused } = worker;
    if (worker.isDone(lastStep)) return { payout, lastStep, attempts, refused, minutes: (tick * tickMs) / minute };
  }
  throw new Error(`After a day the payout is still ${worker.payout.status}, with nobody looking at it`);
}

class SimulatedWorker {
  payout: Payout = historyOf.requested.reduce(payoutDecider.evolve, payoutDecider.initial);
  now = at(0);
  attempts = 0;
  readonly refused: string[] = [];
  /** Attempts that made a transaction at the provider; `tx-<attempt>`. */
  private readonly created: number[] = [];
  private readonly lateAnswers: { readonly attempt: number; readonly tick: number }[] = [];
  private resumes = 0;
  private tick = 0;

  constructor(private readonly world: World) {}

  /** Time passes, and what is on its way from outside arrives. */
  wake(tick: number): void {
    this.tick = tick;
    this.now = new Date(at(0).getTime() + tick * tickMs);
    for (const late of this.lateAnswers)
      if (late.tick === tick) this.execute(example.recordAccepted(late.attempt, `tx-${late.attempt}`));
    const [first] = this.created;
    if (first !== undefined && this.world.approverAsks && this.isGateUp() && this.payout.status === 'submitted')
      this.execute(example.bindTransaction(`tx-${first}`, { createdAt: this.now }, first));
    if (this.review() && this.resumes < this.world.resumes) {
      this.resumes++;
      this.execute(example.resumePayout);
    }
  }

  take(step: NextStep): void {
    switch (step.do) {
      case 'reserve-funds':
        return this.execute(example.reserveFunds);
      case 'submit':
        return this.submit();
      case 'submit-if-gate-healthy':
        if (this.isGateUp()) return this.submit('canary passed');
        return step.otherwise === 'wait' ? undefined : this.execute(example.requireReview(step.otherwise));
      case 'record-lost-call':
        return this.execute(example.recordUnknown(step.attempt));
      case 'watch':
        return this.watch(step);
      case 'require-review':
        return this.execute(example.requireReview(step.reason));
      case 'capture-hold':
      case 'release-hold':
      case 'nothing':
        return undefined;
      default:
        return unreachable(step);
    }
  }

  /** Ended and its hold closed, or in the hands of people for good. */
  isDone({ do: step }: NextStep): boolean {
    if (step === 'capture-hold' || step === 'release-hold') return true;
    return this.review() && this.resumes >= this.world.resumes;
  }

  private submit(gateEvidence?: string): void {
    const before = this.refused.length;
    this.execute(example.startAttempt(gateEvidence));
    if (this.refused.length > before) return;
    const attempt = ++this.attempts;
    const answer = this.world.answers[attempt - 1] ?? this.world.answers.at(-1) ?? 'accepted';
    if (!['request-lost', 'blocked', 'declined'].includes(answer)) this.created.push(attempt);
    if (answer === 'answer-late') this.lateAnswers.push({ attempt, tick: this.tick + lateTicks });
    if (answer === 'accepted') this.execute(example.recordAccepted(attempt, `tx-${attempt}`));
    else if (answer === 'blocked') this.execute(example.recordBlocked(attempt));
    else if (answer === 'declined') this.execute(example.recordDeclined(attempt));
    else if (answer !== 'process-ended') this.execute(example.recordUnknown(attempt));
  }

  private watch({ providerId, review }: Extract<NextStep, { do: 'watch' }>): void {
    if (this.payout.status === 'bound' && this.world.pays)
      this.execute(example.recordSettled(providerId, { createdAt: this.now }));
    else if (review) this.execute(example.requireReview(review));
  }

  private execute(command: PayoutCommand): void {
    const decision = payoutDecider.decide(example.timed(command, this.now), this.payout);
    if (decision.ok) this.payout = decision.events.reduce(payoutDecider.evolve, this.payout);
    else this.refused.push(`${command.type}: ${decision.rejection.code}`);
  }

  private isGateUp(): boolean {
    const halfHour = Math.floor((this.tick * tickMs) / (30 * minute));
    return this.world.gateUp[halfHour % this.world.gateUp.length] ?? false;
  }

  private review(): boolean {
    return 'review' in this.payout && this.payout.review !== undefined;
  }
}
