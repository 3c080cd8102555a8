import { latestAttempt } from '../attempts/attempt.js';
import { accept, reject, type DataOf, type Decision } from '../decider/decider.js';
import { isSamePerson } from '../decider/verdict.js';
import type { PayoutCommand, PayoutRejection, ResolveOutcome } from './payout.commands.js';
import type { PayoutEvent } from './payout.events.js';
import type { BoundPayout, Payout, SubmittedPayout } from './payout.state.js';
import { wrongStatus } from './wrong-status.js';

type PayoutDecision = Decision<PayoutEvent, PayoutRejection>;

/** Calls a person. What the provider says later still counts: a review does not stop the watching. */
export function requireReview(data: DataOf<PayoutCommand, 'RequireReview'>, payout: Payout): PayoutDecision {
  if (payout.status !== 'submitted' && payout.status !== 'bound') return wrongStatus(payout, 'submitted', 'bound');
  if (payout.review) return accept();
  const { payoutId } = payout.request;
  return accept({ type: 'PayoutReviewRequired', data: { payoutId, reason: data.reason, since: data.now } });
}

/** A person has mended the cause, and says what it was: the payout goes on by itself (PO-21). */
export function resumePayout(data: DataOf<PayoutCommand, 'ResumePayout'>, payout: Payout): PayoutDecision {
  if (payout.status !== 'submitted' && payout.status !== 'bound') return wrongStatus(payout, 'submitted', 'bound');
  if (!payout.review) return accept();
  const { by, reason, now } = data;
  if (reason.trim() === '') return reject({ code: 'evidence-needed' });
  const { payoutId } = payout.request;
  return accept({ type: 'PayoutResumed', data: { payoutId, by, reason, resumedAt: now } });
}

/** Two people say, with evidence, what became of it. Passes through the same fence as everything else. */
export function resolveOutcome(data: ResolveOutcome, payout: Payout): PayoutDecision {
  if (payout.status !== 'submitted' && payout.status !== 'bound') return wrongStatus(payout, 'submitted', 'bound');
  if (isSamePerson(data.resolvedBy, data.approvedBy)) return reject({ code: 'two-people-needed' });
  if (data.evidence.trim() === '') return reject({ code: 'evidence-needed' });
  return data.outcome === 'paid' ? resolvePaid(data, payout) : resolveNotPaid(data, payout);
}

function resolvePaid(data: ResolveOutcome, payout: SubmittedPayout | BoundPayout): PayoutDecision {
  const { providerId, transactionHash, evidence, now } = data;
  const { payoutId } = payout.request;
  if (providerId === undefined) return reject({ code: 'evidence-needed' });
  if (payout.status === 'bound' && payout.binding.providerId !== providerId)
    return reject({ code: 'bound-to-another-transaction', boundTo: payout.binding.providerId });
  const settled: PayoutEvent = {
    type: 'PayoutSettled',
    data: { payoutId, providerId, transactionHash, evidence, settledAt: now },
  };
  if (payout.status === 'bound') return accept(outcomeResolved(data, payoutId), settled);
  const { number: attempt } = latestAttempt(payout);
  const bound: PayoutEvent = {
    type: 'PayoutBound',
    data: { payoutId, attempt, providerId, via: 'resolution', evidence, boundAt: now },
  };
  return accept(outcomeResolved(data, payoutId), bound, settled);
}

function resolveNotPaid(data: ResolveOutcome, payout: SubmittedPayout | BoundPayout): PayoutDecision {
  // A bound transaction may have been signed: only its own end at the provider may release the money.
  if (payout.status === 'bound') return reject({ code: 'bound-transaction-not-terminal' });
  const { payoutId } = payout.request;
  return accept(outcomeResolved(data, payoutId), {
    type: 'PayoutReleased',
    data: { payoutId, failureCode: 'resolved-not-paid', reason: data.evidence, releasedAt: data.now },
  });
}

function outcomeResolved(data: ResolveOutcome, payoutId: string): PayoutEvent {
  const { outcome, evidence, providerId, transactionHash, resolvedBy, approvedBy, now } = data;
  return {
    type: 'PayoutOutcomeResolved',
    data: { payoutId, outcome, evidence, providerId, transactionHash, resolvedBy, approvedBy, resolvedAt: now },
  };
}
