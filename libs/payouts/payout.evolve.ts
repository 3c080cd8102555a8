import { withAttempt, withOutcome } from '../attempts/attempt.js';
import { unreachable } from '../decider/decider.js';
import type {
  AttemptAccepted,
  AttemptDeclined,
  AttemptStarted,
  LateProviderEvent,
  OutcomeUnknown,
  PayoutBound,
  PayoutEvent,
  PayoutResumed,
  ProviderFailed,
} from './payout.events.js';
import type { BoundPayout, Payout, ReleasedPayout, SettledPayout, SubmittedPayout } from './payout.state.js';

/** Folds a fact into a payout. @throws Error when the stream's facts cannot follow each other: a broken log. */
export function evolve(payout: Payout, event: PayoutEvent): Payout {
  switch (event.type) {
    case 'PayoutRequested':
      inStatus(payout, event, 'absent');
      return { status: 'requested', request: event.data };
    case 'PayoutFundsReserved':
      return { status: 'reserved', request: inStatus(payout, event, 'requested').request };
    case 'PayoutRejected':
      return { status: 'rejected', request: inStatus(payout, event, 'requested').request, rejection: event.data };
    case 'PayoutAttemptStarted':
      return withNewAttempt(inStatus(payout, event, 'reserved', 'submitted'), event.data);
    case 'PayoutAttemptAccepted':
      return accepted(inStatus(payout, event, 'submitted', 'bound'), event.data);
    case 'PayoutAttemptDeclined':
      return declined(inStatus(payout, event, 'submitted'), event.data);
    case 'PayoutAttemptBlocked':
      return blocked(inStatus(payout, event, 'submitted'), event.data);
    case 'PayoutOutcomeUnknown':
      return unknown(inStatus(payout, event, 'submitted'), event.data);
    case 'PayoutBound':
      return bound(inStatus(payout, event, 'submitted'), event.data);
    case 'PayoutBroadcast':
    case 'PayoutSettled':
    case 'PayoutProviderFailed':
    case 'PayoutReleased':
    case 'PayoutReviewRequired':
    case 'PayoutResumed':
    case 'PayoutOutcomeResolved':
    case 'LateProviderEventRecorded':
      return evolveAfterBinding(payout, event);
    default:
      return unreachable(event);
  }
}

type LaterEvent = Extract<
  PayoutEvent,
  {
    type:
      | 'PayoutBroadcast'
      | 'PayoutSettled'
      | 'PayoutProviderFailed'
      | 'PayoutReleased'
      | 'PayoutReviewRequired'
      | 'PayoutResumed'
      | 'PayoutOutcomeResolved'
      | 'LateProviderEventRecorded';
  }
>;

function evolveAfterBinding(payout: Payout, event: LaterEvent): Payout {
  switch (event.type) {
    case 'PayoutBroadcast':
      return broadcast(inStatus(payout, event, 'bound'), event.data.transactionHash);
    case 'PayoutSettled': {
      const { request } = inStatus(payout, event, 'bound');
      const { providerId, reportedFee, evidence, settledAt } = event.data;
      return { status: 'settled', request, providerId, reportedFee, evidence, settledAt, lateEvents: [] };
    }
    case 'PayoutReleased': {
      const { request, failed } = inStatus(payout, event, 'submitted', 'bound');
      const { failureCode, releasedAt } = event.data;
      return { status: 'released', request, failureCode, ...(failed && { failed }), releasedAt, lateEvents: [] };
    }
    case 'PayoutReviewRequired': {
      const { reason, since } = event.data;
      return { ...inStatus(payout, event, 'submitted', 'bound'), review: { reason, since } };
    }
    case 'PayoutResumed':
      return resumed(inStatus(payout, event, 'submitted', 'bound'), event.data);
    case 'LateProviderEventRecorded':
      return withLateEvent(inStatus(payout, event, 'settled', 'released'), event.data);
    case 'PayoutProviderFailed':
      return withFailure(inStatus(payout, event, 'submitted', 'bound'), event.data);
    case 'PayoutOutcomeResolved':
      // The PayoutReleased or PayoutSettled beside it is what ends the payout.
      return inStatus(payout, event, 'submitted', 'bound');
    default:
      return unreachable(event);
  }
}

function inStatus<Status extends Payout['status']>(
  payout: Payout,
  event: PayoutEvent,
  ...statuses: readonly Status[]
): Extract<Payout, { status: Status }> {
  if (isInStatus(payout, statuses)) return payout;
  throw new Error(`${event.type} cannot follow on a payout that is ${payout.status}`);
}

function isInStatus<Status extends Payout['status']>(
  payout: Payout,
  statuses: readonly Status[],
): payout is Extract<Payout, { status: Status }> {
  return statuses.some((status) => status === payout.status);
}

function withNewAttempt(payout: Extract<Payout, { status: 'reserved' | 'submitted' }>, data: AttemptStarted): Payout {
  const earlier = payout.status === 'submitted' ? payout.attempts : [];
  return { status: 'submitted', request: payout.request, attempts: withAttempt(earlier, data) };
}

function accepted(payout: SubmittedPayout | BoundPayout, { attempt, providerId, acceptedAt }: AttemptAccepted): Payout {
  const outcome = { status: 'accepted', providerId, since: acceptedAt } as const;
  return { ...payout, attempts: withOutcome(payout.attempts, attempt, outcome) };
}

function blocked(payout: SubmittedPayout, { attempt, declinedAt: since }: AttemptDeclined): Payout {
  return { ...payout, attempts: withOutcome(payout.attempts, attempt, { status: 'blocked', since }) };
}

function declined(payout: SubmittedPayout, { attempt, declinedAt: since }: AttemptDeclined): Payout {
  return { ...payout, attempts: withOutcome(payout.attempts, attempt, { status: 'declined', since }) };
}

function unknown(payout: SubmittedPayout, { attempt, observedAt: since }: OutcomeUnknown): Payout {
  return { ...payout, attempts: withOutcome(payout.attempts, attempt, { status: 'unknown', since }) };
}

function bound({ request, attempts }: SubmittedPayout, { providerId, attempt, boundAt }: PayoutBound): Payout {
  return { status: 'bound', request, attempts, binding: { providerId, attempt, boundAt } };
}

function broadcast(payout: BoundPayout, transactionHash: string): Payout {
  return { ...payout, binding: { ...payout.binding, transactionHash } };
}

/** The PayoutReleased beside it is what ends the payout; what failed on the chain has cost its fee. */
function withFailure(payout: SubmittedPayout | BoundPayout, failure: ProviderFailed): Payout {
  const { providerId, transactionHash, reportedFee, evidence, failedAt } = failure;
  return transactionHash === undefined
    ? payout
    : { ...payout, failed: { providerId, reportedFee, evidence, failedAt } };
}

function resumed({ review: _, ...payout }: SubmittedPayout | BoundPayout, { resumedAt }: PayoutResumed): Payout {
  return { ...payout, resumedAt };
}

function withLateEvent(
  payout: SettledPayout | ReleasedPayout,
  { providerId, providerStatus }: LateProviderEvent,
): Payout {
  return { ...payout, lateEvents: [...payout.lateEvents, lateEventKey(providerId, providerStatus)] };
}

export function lateEventKey(providerId: string, providerStatus: string): string {
  return `${providerId}:${providerStatus}`;
}
