import { unreachable } from '../decider/decider.js';
import type { AttemptStarted, LateProviderEvent, PayoutBound, PayoutEvent } from './payout.events.js';
import type {
  Attempt,
  AttemptOutcome,
  Attempts,
  BoundPayout,
  Payout,
  ReleasedPayout,
  SettledPayout,
  SubmittedPayout,
} from './payout.state.js';

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
      return withOutcome(inStatus(payout, event, 'submitted', 'bound'), event.data.attempt, {
        status: 'accepted',
        providerId: event.data.providerId,
        since: event.data.acceptedAt,
      });
    case 'PayoutAttemptDeclined':
      return inStatus(payout, event, 'submitted'); // Ends in the PayoutReleased that stands beside it.
    case 'PayoutAttemptBlocked':
      return withOutcome(inStatus(payout, event, 'submitted'), event.data.attempt, {
        status: 'blocked',
        since: event.data.declinedAt,
      });
    case 'PayoutOutcomeUnknown':
      return withOutcome(inStatus(payout, event, 'submitted'), event.data.attempt, {
        status: 'unknown',
        since: event.data.observedAt,
      });
    case 'PayoutBound':
      return bound(inStatus(payout, event, 'submitted'), event.data);
    default:
      return evolveAfterBinding(payout, event);
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
      const { providerId, settledAt } = event.data;
      return { status: 'settled', request, providerId, settledAt, lateEvents: [] };
    }
    case 'PayoutReleased': {
      const { request } = inStatus(payout, event, 'submitted', 'bound');
      const { failureCode, releasedAt } = event.data;
      return { status: 'released', request, failureCode, releasedAt, lateEvents: [] };
    }
    case 'PayoutReviewRequired': {
      const { reason, since } = event.data;
      return { ...inStatus(payout, event, 'submitted', 'bound'), review: { reason, since } };
    }
    case 'PayoutResumed':
      return withoutReview(inStatus(payout, event, 'submitted', 'bound'));
    case 'LateProviderEventRecorded':
      return withLateEvent(inStatus(payout, event, 'settled', 'released'), event.data);
    case 'PayoutProviderFailed':
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
  if (statuses.some((status) => status === payout.status)) return payout as Extract<Payout, { status: Status }>;
  throw new Error(`${event.type} cannot follow on a payout that is ${payout.status}`);
}

function withNewAttempt(payout: Extract<Payout, { status: 'reserved' | 'submitted' }>, data: AttemptStarted): Payout {
  const { attempt: number, note, startedAt } = data;
  const attempt: Attempt = { number, note, startedAt, outcome: { status: 'pending' } };
  const earlier = payout.status === 'submitted' ? payout.attempts : [];
  const [first = attempt, ...rest] = [...earlier, attempt];
  return { status: 'submitted', request: payout.request, attempts: [first, ...rest] };
}

function withOutcome(payout: SubmittedPayout | BoundPayout, number: number, outcome: AttemptOutcome): Payout {
  const [first, ...rest] = payout.attempts;
  const replace = (attempt: Attempt): Attempt => (attempt.number === number ? { ...attempt, outcome } : attempt);
  const attempts: Attempts = [replace(first), ...rest.map(replace)];
  return { ...payout, attempts };
}

function bound({ request, attempts }: SubmittedPayout, { providerId, attempt, boundAt }: PayoutBound): Payout {
  return { status: 'bound', request, attempts, binding: { providerId, attempt, boundAt } };
}

function broadcast(payout: BoundPayout, transactionHash: string): Payout {
  return { ...payout, binding: { ...payout.binding, transactionHash } };
}

function withoutReview({ review: _, ...payout }: SubmittedPayout | BoundPayout): Payout {
  return payout;
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
