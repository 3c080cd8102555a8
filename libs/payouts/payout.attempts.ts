import { findAttempt, openAttempt, refusalReason } from '../attempts/attempt.js';
import { accept, reject, type DataOf, type Decision } from '../decider/decider.js';
import type { PayoutCommand, PayoutRejection } from './payout.commands.js';
import { lateProviderEvent } from './payout.endings.js';
import type { PayoutEvent } from './payout.events.js';
import type { Payout } from './payout.state.js';
import { wrongStatus } from './wrong-status.js';

type PayoutDecision = Decision<PayoutEvent, PayoutRejection>;

/** The answer may come long after the claim: after the gate bound the transaction, even after the end. */
export function recordAccepted(data: DataOf<PayoutCommand, 'RecordAccepted'>, payout: Payout): PayoutDecision {
  const { attempt: number, providerId, evidence, now } = data;
  if (payout.status === 'settled' && payout.providerId === providerId) return accept();
  if (payout.status === 'settled' || payout.status === 'released')
    return lateProviderEvent({ providerId, providerStatus: 'accepted', evidence, now }, payout);
  if (payout.status !== 'submitted' && payout.status !== 'bound') return wrongStatus(payout, 'submitted', 'bound');
  const attempt = findAttempt(payout.attempts, number);
  if (!attempt) return reject({ code: 'attempt-not-found', attempt: number });
  if (attempt.outcome.status === 'accepted') return accept();
  const { payoutId } = payout.request;
  return accept({
    type: 'PayoutAttemptAccepted',
    data: { payoutId, attempt: number, providerId, evidence, acceptedAt: now },
  });
}

/**
 * A certain no. The release in the same append fences off whatever an earlier attempt may still bring; unless that one
 * was accepted meanwhile: then the payout is still on its way.
 */
export function recordDeclined(data: DataOf<PayoutCommand, 'RecordDeclined'>, payout: Payout): PayoutDecision {
  if (payout.status !== 'submitted') return notWaiting(payout);
  const attempt = openAttempt(payout.attempts, data.attempt);
  if (!attempt) return accept();
  const { attempt: number, code, evidence, now } = data;
  const reason = refusalReason(data);
  const { payoutId } = payout.request;
  const declined: PayoutEvent = {
    type: 'PayoutAttemptDeclined',
    data: { payoutId, attempt: number, code, reason, evidence, declinedAt: now },
  };
  if (payout.attempts.some(({ outcome }) => outcome.status === 'accepted')) return accept(declined);
  return accept<PayoutEvent>(declined, {
    type: 'PayoutReleased',
    data: { payoutId, failureCode: 'declined-by-provider', reason, releasedAt: now },
  });
}

/** Refused for a reason of ours: access or configuration. Stop, keep the money reserved, call a person (FR-03). */
export function recordBlocked(data: DataOf<PayoutCommand, 'RecordBlocked'>, payout: Payout): PayoutDecision {
  if (payout.status !== 'submitted') return notWaiting(payout);
  if (!openAttempt(payout.attempts, data.attempt)) return accept();
  const { attempt, code, evidence, now } = data;
  const reason = refusalReason(data);
  const { payoutId } = payout.request;
  return accept(
    { type: 'PayoutAttemptBlocked', data: { payoutId, attempt, code, reason, evidence, declinedAt: now } },
    { type: 'PayoutReviewRequired', data: { payoutId, reason: 'blocked-by-provider', since: now } },
  );
}

export function recordUnknown(data: DataOf<PayoutCommand, 'RecordUnknown'>, payout: Payout): PayoutDecision {
  if (payout.status !== 'submitted') return notWaiting(payout);
  const { attempt: number, observation, evidence, now } = data;
  const attempt = findAttempt(payout.attempts, number);
  if (!attempt) return reject({ code: 'attempt-not-found', attempt: number });
  if (attempt.outcome.status !== 'pending') return accept();
  const { payoutId } = payout.request;
  return accept({
    type: 'PayoutOutcomeUnknown',
    data: { payoutId, attempt: number, observation, evidence, observedAt: now },
  });
}

/** Something better is known already once a transaction is bound or the payout has ended. */
function notWaiting(payout: Payout): PayoutDecision {
  const decided = payout.status === 'bound' || payout.status === 'settled' || payout.status === 'released';
  return decided ? accept() : wrongStatus(payout, 'submitted');
}
