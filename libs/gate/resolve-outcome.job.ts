import { latestAttempt } from '../attempts/attempt.js';
import type { AggregateStore } from '../event-streams/aggregate-store.js';
import type { ResolveOutcome } from '../payouts/payout.commands.js';
import { payoutDecider } from '../payouts/payout.js';
import { PayoutStreams } from '../payouts/payout-streams.js';
import type { ResolveSwapOutcome } from '../swaps/swap.commands.js';
import { swapDecider } from '../swaps/swap.js';
import { SwapStreams } from '../swaps/swap-streams.js';
import type { GateCommand } from './gate.js';
import { GateStreams } from './gate-streams.js';

export type ResolvedOutcome =
  | { readonly outcome: 'resolved'; readonly status: string }
  | { readonly outcome: 'refused'; readonly code: string };

/**
 * What people say became of a payout or a swap. The transaction that they name is claimed at the gate first: one that
 * another movement is known by settles nothing a second time (INV-P4). Safe to repeat.
 */
export class ResolveOutcomes {
  private readonly gate: GateStreams;
  private readonly payouts: PayoutStreams;
  private readonly swaps: SwapStreams;

  constructor(store: AggregateStore, actor: string) {
    this.gate = new GateStreams(store, actor);
    this.payouts = new PayoutStreams(store, actor);
    this.swaps = new SwapStreams(store, actor);
  }

  async payout(payoutId: string, data: ResolveOutcome): Promise<ResolvedOutcome> {
    const command = { type: 'ResolveOutcome', data } as const;
    const payout = await this.payouts.load(payoutId);
    // Before anything is claimed: what one person alone says claims nothing.
    const decided = payoutDecider.decide(command, payout);
    if (!decided.ok) return refused(decided.rejection);
    const { outcome, providerId, evidence, now: matchedAt } = data;
    if (outcome === 'paid' && providerId !== undefined && payout.status === 'submitted') {
      const { number: attempt } = latestAttempt(payout);
      const match = { providerId, payoutId, attempt, by: 'resolution', evidence, matchedAt } as const;
      const otherwise = await this.claim({ type: 'MatchWithdrawal', data: match });
      if (otherwise) return otherwise;
    }
    const executed = await this.payouts.execute(payoutId, command);
    return executed.outcome === 'rejected' ? refused(executed.rejection) : resolved(executed.state);
  }

  async swap(swapId: string, data: ResolveSwapOutcome): Promise<ResolvedOutcome> {
    const command = { type: 'ResolveOutcome', data } as const;
    const swap = await this.swaps.load(swapId);
    const decided = swapDecider.decide(command, swap);
    if (!decided.ok) return refused(decided.rejection);
    const { outcome, providerId, evidence, now: matchedAt } = data;
    if (outcome === 'swapped' && providerId !== undefined && swap.status === 'submitted') {
      const { number: attempt } = latestAttempt(swap);
      const match = { providerId, swapId, attempt, by: 'resolution', evidence, matchedAt } as const;
      const otherwise = await this.claim({ type: 'MatchSwap', data: match });
      if (otherwise) return otherwise;
    }
    const executed = await this.swaps.execute(swapId, command);
    return executed.outcome === 'rejected' ? refused(executed.rejection) : resolved(executed.state);
  }

  /** What the gate refused to have signed may have been carried out all the same: that is what people are asked for. */
  private async claim(match: GateCommand): Promise<ResolvedOutcome | undefined> {
    const matched = await this.gate.execute(match);
    if (matched.outcome === 'accepted') return undefined;
    const { rejection } = matched;
    const isRefused = rejection.code === 'verdict-is-final' && rejection.verdict === 'rejected';
    return isRefused ? undefined : refused(rejection);
  }
}

function refused({ code }: { readonly code: string }): ResolvedOutcome {
  return { outcome: 'refused', code };
}

function resolved({ status }: { readonly status: string }): ResolvedOutcome {
  return { outcome: 'resolved', status };
}
