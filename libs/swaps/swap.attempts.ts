import { findAttempt, openAttempt, refusalReason } from '../attempts/attempt.js';
import { accept, reject, type DataOf, type Decision } from '../decider/decider.js';
import type { SwapCommand, SwapRejection } from './swap.commands.js';
import { lateSwapEvent } from './swap.endings.js';
import type { SwapEvent } from './swap.events.js';
import type { Swap } from './swap.state.js';
import { wrongStatus } from './wrong-status.js';

type SwapDecision = Decision<SwapEvent, SwapRejection>;

/** The answer may come long after the claim: after the gate bound the transaction, even after the end. */
export function recordAccepted(data: DataOf<SwapCommand, 'RecordAccepted'>, swap: Swap): SwapDecision {
  const { attempt: number, providerId, evidence, now } = data;
  if (swap.status === 'settled' && swap.settlement.providerId === providerId) return accept();
  if (swap.status === 'settled' || swap.status === 'released')
    return lateSwapEvent({ providerId, providerStatus: 'accepted', evidence, now }, swap);
  if (swap.status !== 'submitted' && swap.status !== 'bound') return wrongStatus(swap, 'submitted', 'bound');
  const attempt = findAttempt(swap.attempts, number);
  if (!attempt) return reject({ code: 'attempt-not-found', attempt: number });
  if (attempt.outcome.status === 'accepted') return accept();
  const { swapId } = swap.request;
  const fact = { swapId, attempt: number, providerId, evidence, acceptedAt: now };
  return accept({ type: 'SwapAttemptAccepted', data: fact });
}

/** A certain no: released in the same append, unless an earlier attempt was accepted meanwhile. */
export function recordDeclined(data: DataOf<SwapCommand, 'RecordDeclined'>, swap: Swap): SwapDecision {
  if (swap.status !== 'submitted') return notWaiting(swap);
  if (!openAttempt(swap.attempts, data.attempt)) return accept();
  const { attempt, code, evidence, now } = data;
  const reason = refusalReason(data);
  const { swapId } = swap.request;
  const declined: SwapEvent = {
    type: 'SwapAttemptDeclined',
    data: { swapId, attempt, code, reason, evidence, declinedAt: now },
  };
  if (swap.attempts.some(({ outcome }) => outcome.status === 'accepted')) return accept(declined);
  return accept<SwapEvent>(declined, {
    type: 'SwapReleased',
    data: { swapId, failureCode: 'declined-by-provider', reason, releasedAt: now },
  });
}

/** Refused for a reason of ours: access or configuration. Stop, keep the money reserved, call a person (FR-03). */
export function recordBlocked(data: DataOf<SwapCommand, 'RecordBlocked'>, swap: Swap): SwapDecision {
  if (swap.status !== 'submitted') return notWaiting(swap);
  if (!openAttempt(swap.attempts, data.attempt)) return accept();
  const { attempt, code, evidence, now } = data;
  const reason = refusalReason(data);
  const { swapId } = swap.request;
  return accept(
    { type: 'SwapAttemptBlocked', data: { swapId, attempt, code, reason, evidence, declinedAt: now } },
    { type: 'SwapReviewRequired', data: { swapId, reason: 'blocked-by-provider', since: now } },
  );
}

export function recordUnknown(data: DataOf<SwapCommand, 'RecordUnknown'>, swap: Swap): SwapDecision {
  if (swap.status !== 'submitted') return notWaiting(swap);
  const { attempt: number, observation, evidence, now } = data;
  const attempt = findAttempt(swap.attempts, number);
  if (!attempt) return reject({ code: 'attempt-not-found', attempt: number });
  if (attempt.outcome.status !== 'pending') return accept();
  const { swapId } = swap.request;
  const fact = { swapId, attempt: number, observation, evidence, observedAt: now };
  return accept({ type: 'SwapOutcomeUnknown', data: fact });
}

/** Something better is known already once a transaction is bound or the swap has ended. */
function notWaiting(swap: Swap): SwapDecision {
  const decided = swap.status === 'bound' || swap.status === 'settled' || swap.status === 'released';
  return decided ? accept() : wrongStatus(swap, 'submitted');
}
