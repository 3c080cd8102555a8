import type { StartAttempt } from '../attempts/attempt.commands.js';
import { latestAttempt, noFurtherAttempt } from '../attempts/attempt.js';
import { accept, reject, unreachable, type DataOf, type Decider, type Decision } from '../decider/decider.js';
import { attemptNote } from './attempt-note.js';
import { differences } from './observed-transaction.js';
import { recordAccepted, recordBlocked, recordDeclined, recordUnknown } from './payout.attempts.js';
import type { BindTransaction, PayoutCommand, PayoutRejection } from './payout.commands.js';
import { recordBroadcast, recordProviderFailed, recordSettled } from './payout.endings.js';
import type { PayoutEvent, PayoutRequest } from './payout.events.js';
import { evolve } from './payout.evolve.js';
import { requireReview, resolveOutcome, resumePayout } from './payout.review.js';
import { holdIdOf, type Payout } from './payout.state.js';
import { wrongStatus } from './wrong-status.js';

export type PayoutDecision = Decision<PayoutEvent, PayoutRejection>;

/** The rules of a payout: exactly one payment, or none, or a person decides (failure model §2.3). */
export const payoutDecider: Decider<PayoutCommand, Payout, PayoutEvent, PayoutRejection> = {
  initial: { status: 'absent' },
  decide,
  evolve,
};

function decide(command: PayoutCommand, payout: Payout): PayoutDecision {
  switch (command.type) {
    case 'RequestPayout':
      return requestPayout(command.data, payout);
    case 'RecordFundsReserved':
      return recordFundsReserved(command.data, payout);
    case 'RejectForFunds':
      return rejectForFunds(command.data, payout);
    case 'StartAttempt':
      return startAttempt(command.data, payout);
    case 'RecordAccepted':
      return recordAccepted(command.data, payout);
    case 'RecordDeclined':
      return recordDeclined(command.data, payout);
    case 'RecordBlocked':
      return recordBlocked(command.data, payout);
    case 'RecordUnknown':
      return recordUnknown(command.data, payout);
    case 'BindTransaction':
      return bindTransaction(command.data, payout);
    case 'RecordBroadcast':
      return recordBroadcast(command.data, payout);
    case 'RecordSettled':
      return recordSettled(command.data, payout);
    case 'RecordProviderFailed':
      return recordProviderFailed(command.data, payout);
    case 'RequireReview':
      return requireReview(command.data, payout);
    case 'ResumePayout':
      return resumePayout(command.data, payout);
    case 'ResolveOutcome':
      return resolveOutcome(command.data, payout);
    default:
      return unreachable(command);
  }
}

function requestPayout(request: PayoutRequest, payout: Payout): PayoutDecision {
  if (payout.status === 'absent') return accept({ type: 'PayoutRequested', data: request });
  // The payout's id comes from the key: the same request again is the same payout, another body is a conflict (API-13).
  return payout.request.requestHash === request.requestHash ? accept() : reject({ code: 'idempotency-conflict' });
}

function recordFundsReserved({ now }: DataOf<PayoutCommand, 'RecordFundsReserved'>, payout: Payout): PayoutDecision {
  if (payout.status === 'absent' || payout.status === 'rejected') return wrongStatus(payout, 'requested');
  if (payout.status !== 'requested') return accept();
  const { payoutId } = payout.request;
  return accept({
    type: 'PayoutFundsReserved',
    data: { payoutId, holdId: holdIdOf(payout.request), reservedAt: now },
  });
}

function rejectForFunds({ now }: DataOf<PayoutCommand, 'RejectForFunds'>, payout: Payout): PayoutDecision {
  if (payout.status === 'rejected') return accept();
  if (payout.status !== 'requested') return wrongStatus(payout, 'requested');
  const { payoutId, walletId } = payout.request;
  const reason = `The available balance of ${walletId} does not cover the amount`;
  return accept({ type: 'PayoutRejected', data: { payoutId, code: 'insufficient-funds', reason, rejectedAt: now } });
}

/** The claim: whoever gets this appended may ask the provider, once. */
function startAttempt(data: StartAttempt, payout: Payout): PayoutDecision {
  if (payout.status === 'reserved') return accept(attemptStarted(data, payout.request, 1));
  if (payout.status !== 'submitted') return wrongStatus(payout, 'reserved', 'submitted');
  if (payout.review) return reject({ code: 'payout-under-review' });
  const refusal = noFurtherAttempt(payout.attempts, data.gateEvidence);
  if (refusal) return reject({ code: refusal });
  return accept(attemptStarted(data, payout.request, latestAttempt(payout).number + 1));
}

function attemptStarted(data: StartAttempt, { payoutId }: PayoutRequest, attempt: number): PayoutEvent {
  const { environment, claimedBy, gateEvidence, now } = data;
  const note = attemptNote(environment, { payoutId, attempt });
  return {
    type: 'PayoutAttemptStarted',
    data: { payoutId, attempt, note, claimedBy, gateEvidence, startedAt: now },
  };
}

function bindTransaction(data: BindTransaction, payout: Payout): PayoutDecision {
  const { observed, attempt: number, via, evidence, now } = data;
  if (payout.status === 'bound' || payout.status === 'settled') {
    const boundTo = payout.status === 'bound' ? payout.binding.providerId : payout.providerId;
    return boundTo === observed.providerId ? accept() : reject({ code: 'bound-to-another-transaction', boundTo });
  }
  if (payout.status !== 'submitted') return wrongStatus(payout, 'submitted');
  const attempt = payout.attempts.find((candidate) => candidate.number === number);
  if (!attempt) return reject({ code: 'attempt-not-found', attempt: number });
  const fields = differences(observed, payout.request, attempt);
  if (fields.length > 0) return reject({ code: 'transaction-differs', fields });
  const { payoutId } = payout.request;
  const { providerId } = observed;
  return accept({ type: 'PayoutBound', data: { payoutId, attempt: number, providerId, via, evidence, boundAt: now } });
}
