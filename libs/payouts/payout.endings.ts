import { attemptAcceptedAs } from '../attempts/attempt.js';
import { accept, reject, type DataOf, type Decision } from '../decider/decider.js';
import { differences } from './observed-transaction.js';
import type { PayoutCommand, PayoutRejection, RecordProviderFailed, RecordSettled } from './payout.commands.js';
import type { PayoutEvent } from './payout.events.js';
import { lateEventKey } from './payout.evolve.js';
import type { Payout, ReleasedPayout, SettledPayout } from './payout.state.js';
import { wrongStatus } from './wrong-status.js';

type PayoutDecision = Decision<PayoutEvent, PayoutRejection>;

export function recordBroadcast(data: DataOf<PayoutCommand, 'RecordBroadcast'>, payout: Payout): PayoutDecision {
  const { providerId, transactionHash, now } = data;
  if (payout.status === 'settled' || payout.status === 'released') return accept();
  if (payout.status !== 'bound') return wrongStatus(payout, 'bound');
  const { binding, request } = payout;
  if (binding.providerId !== providerId)
    return reject({ code: 'bound-to-another-transaction', boundTo: binding.providerId });
  if (binding.transactionHash === transactionHash) return accept();
  const { payoutId } = request;
  return accept({ type: 'PayoutBroadcast', data: { payoutId, providerId, transactionHash, seenAt: now } });
}

/** Money went out. Only what was bound, and only exactly what was asked for, settles a payout (INV-P6). */
export function recordSettled(data: RecordSettled, payout: Payout): PayoutDecision {
  const { observed, transactionHash, reportedFee, evidence, now } = data;
  const { providerId } = observed;
  if (payout.status === 'settled' && payout.providerId === providerId) return accept();
  if (payout.status === 'settled' || payout.status === 'released')
    return lateProviderEvent({ providerId, providerStatus: 'settled', evidence, now }, payout);
  if (payout.status !== 'bound') return wrongStatus(payout, 'bound');
  const { binding, request, attempts } = payout;
  if (binding.providerId !== providerId)
    return reject({ code: 'bound-to-another-transaction', boundTo: binding.providerId });
  const attempt = attempts.find(({ number }) => number === binding.attempt) ?? attempts[0];
  const fields = differences(observed, request, attempt);
  if (fields.length > 0) return reject({ code: 'transaction-differs', fields });
  const { payoutId } = request;
  return accept({
    type: 'PayoutSettled',
    data: { payoutId, providerId, transactionHash, reportedFee, evidence, settledAt: now },
  });
}

/** The provider will not pay: the bound transaction ended, or an accepted one ended before anything was bound. */
export function recordProviderFailed(data: RecordProviderFailed, payout: Payout): PayoutDecision {
  const { now, ...failure } = data;
  const { providerId, providerStatus } = failure;
  if (payout.status === 'settled' || payout.status === 'released') return lateProviderEvent(data, payout);
  if (payout.status !== 'submitted' && payout.status !== 'bound') return wrongStatus(payout, 'submitted', 'bound');
  if (payout.status === 'bound' && payout.binding.providerId !== providerId)
    return reject({ code: 'bound-to-another-transaction', boundTo: payout.binding.providerId });
  if (payout.status === 'submitted' && !attemptAcceptedAs(payout.attempts, providerId))
    return reject({ code: 'transaction-not-ours', providerId });
  const { payoutId } = payout.request;
  const reason = `The provider ended transaction ${providerId} as ${providerStatus}`;
  return accept(
    { type: 'PayoutProviderFailed', data: { payoutId, ...failure, failedAt: now } },
    { type: 'PayoutReleased', data: { payoutId, failureCode: 'failed-at-provider', reason, releasedAt: now } },
  );
}

/** After the end nothing changes any more; what the provider says is kept once, for people. */
export function lateProviderEvent(data: RecordProviderFailed, payout: SettledPayout | ReleasedPayout): PayoutDecision {
  const { providerId, providerStatus, evidence, now } = data;
  if (payout.lateEvents.includes(lateEventKey(providerId, providerStatus))) return accept();
  const { payoutId } = payout.request;
  return accept({
    type: 'LateProviderEventRecorded',
    data: { payoutId, providerId, providerStatus, evidence, recordedAt: now },
  });
}
