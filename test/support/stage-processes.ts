import { HttpGateHealth } from '#apps/worker/http-gate-health.js';
import { PayoutFees } from '#libs/payouts/payout-fees.reactor.js';
import { AnswerApproval } from '#libs/gate/answer-approval.reactor.js';
import { GateStreams } from '#libs/gate/gate-streams.js';
import { IntentStreams } from '#libs/intents/intents.js';
import { JudgeSwap } from '#libs/gate/judge-swap.reactor.js';
import { JudgeSweep } from '#libs/gate/judge-sweep.reactor.js';
import { MatchPayout } from '#libs/gate/match-payout.js';
import { MatchSwap } from '#libs/gate/match-swap.js';
import type { InabitPayments } from '#libs/inabit/inabit-payments.js';
import type { InabitReader } from '#libs/inabit/inabit-reader.js';
import { ManualClock } from '#libs/inabit/testing/manual-clock.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { AdvancePayout } from '#libs/payouts/advance-payout.reactor.js';
import { HoldFunds } from '#libs/payouts/hold-funds.reactor.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import { PayoutStreams } from '#libs/payouts/payout-streams.js';
import { ProviderReachability } from '#libs/attempts/provider-reachability.reactor.js';
import { SubmitPayout } from '#libs/payouts/submit-payout.reactor.js';
import { WatchPayout } from '#libs/payouts/watch-payout.reactor.js';
import { SystemClock, type Clock } from '#libs/platform/clock.js';
import { SwapStreams } from '#libs/swaps/swap-streams.js';
import { SweepStreams } from '#libs/sweeps/sweep-streams.js';
import { RegisteredWallets } from '#libs/wallets/registered-wallet-streams.js';
import { outcomeOf, type PayoutOutcome } from './payout-outcome.js';
import type { PayoutStage } from './payout-stage.js';
import { hasEnded, type SandboxTransaction } from './sandbox-client.js';

export const minute = 60_000;
/** As the worker's configuration has them by default. */
export const timings = {
  callTimeoutMs: minute / 2,
  retryQuietMs: minute,
  reviewAfterMs: 30 * minute,
  pendingReviewAfterMs: 60 * minute,
};

/** What a process is made of, where it is not the usual. */
export interface ProcessParts {
  readonly streams?: EventStreams;
  readonly payments?: InabitPayments;
  readonly reader?: InabitReader;
  readonly clock?: Clock;
  /** Where the gate's health is asked for; nowhere: it is not healthy. */
  readonly gateUrl?: string;
  readonly payouts?: PayoutStreams;
}

/** Nothing listens there. */
const nowhere = 'http://127.0.0.1:9';

/** One worker process, put together as its module does, with nothing in memory yet. */
export function workerProcess(stage: PayoutStage, parts: ProcessParts = {}): AdvancePayout {
  const { streams, clock = new SystemClock(), gateUrl = nowhere } = parts;
  const { payments = stage.usualGateway.payments, reader = stage.usualGateway.reader } = parts;
  const store = stage.aggregates(streams);
  const payouts = parts.payouts ?? new PayoutStreams(store, 'worker');
  const intents = new IntentStreams(store, clock);
  const accounts = new Accounts(store, 'worker');
  const provider = { payments, intents, reachability: new ProviderReachability(reader, clock) };
  const steps = {
    funds: new HoldFunds(payouts, accounts, new PayoutFees(store, accounts, clock), clock),
    submission: new SubmitPayout(payouts, provider, clock, { environment: 'test', name: 'stage' }),
    watch: new WatchPayout(payouts, reader, new GateStreams(store, 'worker'), clock),
    gate: new HttpGateHealth(gateUrl, true, clock),
  };
  return new AdvancePayout(payouts, steps, clock, timings);
}

/** One gate process, put together as its module does, with nothing in memory yet. */
export function gateProcess(stage: PayoutStage, parts: ProcessParts = {}): AnswerApproval {
  const { streams = stage.streams, clock = new SystemClock() } = parts;
  const { reader = stage.usualGateway.reader } = parts;
  const store = stage.aggregates(streams);
  const payouts = parts.payouts ?? new PayoutStreams(store, 'gate');
  const gate = new GateStreams(store, 'gate');
  const intents = new IntentStreams(store, clock);
  const apiAdminId = stage.provider.adminUserId;
  const ofSwaps = new SwapStreams(store, 'gate');
  const judged = { gate, swaps: ofSwaps, match: new MatchSwap(ofSwaps, intents, 'test') };
  const swaps = new JudgeSwap(judged, apiAdminId, clock);
  const match = new MatchPayout(payouts, intents, 'test');
  const wallets = new RegisteredWallets(streams);
  const ofSweeps = { gate, sweeps: new SweepStreams(store, 'gate', wallets), wallets };
  const sweeps = new JudgeSweep(ofSweeps, clock);
  return new AnswerApproval({ gate, payouts, match, swaps, sweeps }, { reader, apiAdminId }, clock);
}

/** How a payout is carried on. */
export interface Carrying {
  readonly worker: AdvancePayout;
  readonly clock: ManualClock;
  /** How much time passes between two looks. */
  readonly everyMs?: number;
  /** Whether nothing more comes of a transaction by itself. */
  readonly isQuiet?: (transaction: SandboxTransaction) => boolean;
}

/** Looks at a payout as the worker does, again and again while time passes, until it has ended or is in review. */
export async function carry(stage: PayoutStage, request: PayoutRequest, carrying: Carrying): Promise<PayoutOutcome> {
  const { worker, clock, everyMs = minute + 10_000, isQuiet = hasEnded } = carrying;
  for (let looks = 0; looks < 12; looks++) {
    await worker.advance(request.payoutId);
    const created = await stage.sandbox.createdWith(request.payoutId);
    await Promise.all(created.map(({ id }) => stage.sandbox.until(id, isQuiet)));
    const outcome = await outcomeOf(stage, request);
    if (outcome.ended !== 'open') return outcome;
    clock.advance(everyMs);
  }
  return outcomeOf(stage, request);
}

/** A clock that may be moved on by hours: what is created at the provider now must not seem older than its attempt. */
export function earlierClock(hoursAgo = 12): ManualClock {
  return new ManualClock(new Date(Date.now() - hoursAgo * 60 * minute).toISOString());
}
