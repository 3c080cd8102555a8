import { findAttempt, latestAttempt, noFurtherAttempt } from '../attempts/attempt.js';
import type { StartAttempt } from '../attempts/attempt.commands.js';
import { accept, reject, unreachable, type DataOf, type Decider, type Decision } from '../decider/decider.js';
import { sameAsset } from '../money/asset.js';
import { isPositive } from '../money/money.js';
import { swapDifferences } from './observed-swap.js';
import { swapNote } from './swap-note.js';
import { recordAccepted, recordBlocked, recordDeclined, recordUnknown } from './swap.attempts.js';
import type { BindSwapTransaction, SwapCommand, SwapRejection } from './swap.commands.js';
import { closeSwap, recordBroadcast, recordProviderFailed, recordSettled } from './swap.endings.js';
import type { SwapEvent, SwapRequest } from './swap.events.js';
import { evolve } from './swap.evolve.js';
import { requireReview, resolveOutcome, resumeSwap } from './swap.review.js';
import { swapHoldId, type Swap } from './swap.state.js';
import { wrongStatus } from './wrong-status.js';

export type SwapDecision = Decision<SwapEvent, SwapRejection>;

/** The rules of a swap: exactly one, or none, or a person decides (failure model §2.3, IN-13). */
export const swapDecider: Decider<SwapCommand, Swap, SwapEvent, SwapRejection> = {
  initial: { status: 'absent' },
  decide,
  evolve,
};

function decide(command: SwapCommand, swap: Swap): SwapDecision {
  switch (command.type) {
    case 'RequestSwap':
      return requestSwap(command.data, swap);
    case 'RecordFundsReserved':
      return recordFundsReserved(command.data, swap);
    case 'RejectForFunds':
      return rejectForFunds(command.data, swap);
    case 'StartAttempt':
      return startAttempt(command.data, swap);
    case 'RecordAccepted':
      return recordAccepted(command.data, swap);
    case 'RecordDeclined':
      return recordDeclined(command.data, swap);
    case 'RecordBlocked':
      return recordBlocked(command.data, swap);
    case 'RecordUnknown':
      return recordUnknown(command.data, swap);
    case 'BindTransaction':
      return bindTransaction(command.data, swap);
    case 'RecordBroadcast':
      return recordBroadcast(command.data, swap);
    case 'RecordSettled':
      return recordSettled(command.data, swap);
    case 'RecordProviderFailed':
      return recordProviderFailed(command.data, swap);
    case 'CloseSwap':
      return closeSwap(command.data, swap);
    case 'RequireReview':
      return requireReview(command.data, swap);
    case 'ResumeSwap':
      return resumeSwap(command.data, swap);
    case 'ResolveOutcome':
      return resolveOutcome(command.data, swap);
    default:
      return unreachable(command);
  }
}

function requestSwap(request: SwapRequest, swap: Swap): SwapDecision {
  // The swap's id comes from the key: the same request again is the same swap, another body is a conflict (API-13).
  if (swap.status !== 'absent')
    return swap.request.requestHash === request.requestHash ? accept() : reject({ code: 'idempotency-conflict' });
  const { amount, toAsset, expectedOutput } = request;
  if (sameAsset(amount.asset, toAsset)) return reject({ code: 'same-asset' });
  if (expectedOutput && !(sameAsset(expectedOutput.asset, toAsset) && isPositive(expectedOutput)))
    return reject({ code: 'quote-not-usable' });
  return accept({ type: 'SwapRequested', data: request });
}

function recordFundsReserved({ now }: DataOf<SwapCommand, 'RecordFundsReserved'>, swap: Swap): SwapDecision {
  if (swap.status === 'absent' || swap.status === 'rejected') return wrongStatus(swap, 'requested');
  if (swap.status !== 'requested') return accept();
  const { swapId } = swap.request;
  return accept({ type: 'SwapFundsReserved', data: { swapId, holdId: swapHoldId(swap.request), reservedAt: now } });
}

function rejectForFunds({ now }: DataOf<SwapCommand, 'RejectForFunds'>, swap: Swap): SwapDecision {
  if (swap.status === 'rejected') return accept();
  if (swap.status !== 'requested') return wrongStatus(swap, 'requested');
  const { swapId, walletId } = swap.request;
  const reason = `The available balance of ${walletId} does not cover the amount`;
  return accept({ type: 'SwapRejected', data: { swapId, code: 'insufficient-funds', reason, rejectedAt: now } });
}

/** The claim: whoever gets this appended may ask the provider, once. */
function startAttempt(data: StartAttempt, swap: Swap): SwapDecision {
  if (swap.status === 'reserved') return accept(attemptStarted(data, swap.request, 1));
  if (swap.status !== 'submitted') return wrongStatus(swap, 'reserved', 'submitted');
  if (swap.review) return reject({ code: 'swap-under-review' });
  const refusal = noFurtherAttempt(swap.attempts, data.gateEvidence);
  if (refusal) return reject({ code: refusal });
  return accept(attemptStarted(data, swap.request, latestAttempt(swap).number + 1));
}

function attemptStarted(data: StartAttempt, { swapId }: SwapRequest, attempt: number): SwapEvent {
  const { environment, claimedBy, gateEvidence, now } = data;
  const note = swapNote(environment, { swapId, attempt });
  return {
    type: 'SwapAttemptStarted',
    data: { swapId, attempt, note, claimedBy, gateEvidence, startedAt: now },
  };
}

function bindTransaction(data: BindSwapTransaction, swap: Swap): SwapDecision {
  const { observed, attempt: number, via, evidence, now } = data;
  const { providerId } = observed;
  if (swap.status === 'bound' || swap.status === 'settled') {
    const boundTo = swap.status === 'bound' ? swap.binding.providerId : swap.settlement.providerId;
    return boundTo === providerId ? accept() : reject({ code: 'bound-to-another-transaction', boundTo });
  }
  if (swap.status !== 'submitted') return wrongStatus(swap, 'submitted');
  const attempt = findAttempt(swap.attempts, number);
  if (!attempt) return reject({ code: 'attempt-not-found', attempt: number });
  const fields = swapDifferences(observed, swap.request, attempt);
  if (fields.length > 0) return reject({ code: 'transaction-differs', fields });
  const { swapId } = swap.request;
  return accept({ type: 'SwapBound', data: { swapId, attempt: number, providerId, via, evidence, boundAt: now } });
}
