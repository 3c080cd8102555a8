import { latestAttempt } from '../attempts/attempt.js';
import { accept, reject, type DataOf, type Decision } from '../decider/decider.js';
import { isSamePerson } from '../decider/verdict.js';
import { sameAsset } from '../money/asset.js';
import { isPositive } from '../money/money.js';
import type { ResolveSwapOutcome, SwapCommand, SwapRejection } from './swap.commands.js';
import { settlement } from './swap.endings.js';
import type { SwapEvent } from './swap.events.js';
import type { BoundSwap, SubmittedSwap, Swap } from './swap.state.js';
import { wrongStatus } from './wrong-status.js';

type SwapDecision = Decision<SwapEvent, SwapRejection>;

/** Calls a person. What the provider says later still counts: a review does not stop the watching. */
export function requireReview(data: DataOf<SwapCommand, 'RequireReview'>, swap: Swap): SwapDecision {
  if (swap.status !== 'submitted' && swap.status !== 'bound') return wrongStatus(swap, 'submitted', 'bound');
  if (swap.review) return accept();
  const { swapId } = swap.request;
  return accept({ type: 'SwapReviewRequired', data: { swapId, reason: data.reason, since: data.now } });
}

/** A person has mended the cause, or has seen the price: the swap goes on by itself. */
export function resumeSwap(data: DataOf<SwapCommand, 'ResumeSwap'>, swap: Swap): SwapDecision {
  if (swap.status !== 'submitted' && swap.status !== 'bound' && swap.status !== 'settled')
    return wrongStatus(swap, 'submitted', 'bound', 'settled');
  if (!swap.review) return accept();
  const { by, reason, now } = data;
  if (reason.trim() === '') return reject({ code: 'evidence-needed' });
  return accept({ type: 'SwapResumed', data: { swapId: swap.request.swapId, by, reason, resumedAt: now } });
}

/** Two people say, with evidence, what became of it. Passes through the same fence as everything else. */
export function resolveOutcome(data: ResolveSwapOutcome, swap: Swap): SwapDecision {
  if (swap.status !== 'submitted' && swap.status !== 'bound') return wrongStatus(swap, 'submitted', 'bound');
  if (isSamePerson(data.resolvedBy, data.approvedBy)) return reject({ code: 'two-people-needed' });
  if (data.evidence.trim() === '') return reject({ code: 'evidence-needed' });
  return data.outcome === 'swapped' ? resolveSwapped(data, swap) : resolveNotSwapped(data, swap);
}

function resolveSwapped(data: ResolveSwapOutcome, swap: SubmittedSwap | BoundSwap): SwapDecision {
  const { providerId, output, fee, evidence, now } = data;
  const { request } = swap;
  if (providerId === undefined) return reject({ code: 'evidence-needed' });
  if (!output || !isPositive(output) || !sameAsset(output.asset, request.toAsset))
    return reject({ code: 'output-missing' });
  if (swap.status === 'bound' && swap.binding.providerId !== providerId)
    return reject({ code: 'bound-to-another-transaction', boundTo: swap.binding.providerId });
  const settled: SwapEvent = {
    type: 'SwapSettled',
    data: settlement(request, { output, fee }, { providerId, evidence, settledAt: now }),
  };
  if (swap.status === 'bound') return accept(outcomeResolved(data, request.swapId), settled);
  const { swapId } = request;
  const { number: attempt } = latestAttempt(swap);
  const bound: SwapEvent = {
    type: 'SwapBound',
    data: { swapId, attempt, providerId, via: 'resolution', evidence, boundAt: now },
  };
  return accept(outcomeResolved(data, swapId), bound, settled);
}

function resolveNotSwapped(data: ResolveSwapOutcome, swap: SubmittedSwap | BoundSwap): SwapDecision {
  // A bound transaction may have been signed: only its own end at the provider may release the money.
  if (swap.status === 'bound') return reject({ code: 'bound-transaction-not-terminal' });
  const { swapId } = swap.request;
  return accept(outcomeResolved(data, swapId), {
    type: 'SwapReleased',
    data: { swapId, failureCode: 'resolved-not-swapped', reason: data.evidence, releasedAt: data.now },
  });
}

function outcomeResolved(data: ResolveSwapOutcome, swapId: string): SwapEvent {
  const { outcome, evidence, providerId, resolvedBy, approvedBy, now } = data;
  return {
    type: 'SwapOutcomeResolved',
    data: { swapId, outcome, evidence, providerId, resolvedBy, approvedBy, resolvedAt: now },
  };
}
