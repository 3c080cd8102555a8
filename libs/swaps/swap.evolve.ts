import { withAttempt, withOutcome, type AttemptOutcome } from '../attempts/attempt.js';
import { unreachable } from '../decider/decider.js';
import type { SwapEvent } from './swap.events.js';
import type { BoundSwap, SubmittedSwap, Swap } from './swap.state.js';

/** Folds a fact into a swap. @throws Error when the stream's facts cannot follow each other: a broken log. */
export function evolve(swap: Swap, event: SwapEvent): Swap {
  switch (event.type) {
    case 'SwapRequested':
      inStatus(swap, event, 'absent');
      return { status: 'requested', request: event.data };
    case 'SwapFundsReserved':
      return { status: 'reserved', request: inStatus(swap, event, 'requested').request };
    case 'SwapRejected':
      return { status: 'rejected', request: inStatus(swap, event, 'requested').request, rejection: event.data };
    case 'SwapAttemptStarted':
    case 'SwapAttemptAccepted':
    case 'SwapAttemptDeclined':
    case 'SwapAttemptBlocked':
    case 'SwapOutcomeUnknown':
      return evolveAttempts(swap, event);
    case 'SwapBound':
    case 'SwapBroadcast':
    case 'SwapSettled':
    case 'SwapProviderFailed':
    case 'SwapReleased':
    case 'SwapClosed':
    case 'SwapReviewRequired':
    case 'SwapResumed':
    case 'SwapOutcomeResolved':
    case 'LateSwapEventRecorded':
      return evolveFromBinding(swap, event);
    default:
      return unreachable(event);
  }
}

type AttemptEvent = Extract<
  SwapEvent,
  {
    type:
      | 'SwapAttemptStarted'
      | 'SwapAttemptAccepted'
      | 'SwapAttemptDeclined'
      | 'SwapAttemptBlocked'
      | 'SwapOutcomeUnknown';
  }
>;

function evolveAttempts(swap: Swap, event: AttemptEvent): Swap {
  switch (event.type) {
    case 'SwapAttemptStarted': {
      const earlier = inStatus(swap, event, 'reserved', 'submitted');
      const attempts = withAttempt(earlier.status === 'submitted' ? earlier.attempts : [], event.data);
      return { status: 'submitted', request: earlier.request, attempts };
    }
    case 'SwapAttemptAccepted': {
      const { attempt, providerId, acceptedAt: since } = event.data;
      return ended(inStatus(swap, event, 'submitted', 'bound'), attempt, { status: 'accepted', providerId, since });
    }
    case 'SwapAttemptDeclined': {
      const { attempt, declinedAt: since } = event.data;
      return ended(inStatus(swap, event, 'submitted'), attempt, { status: 'declined', since });
    }
    case 'SwapAttemptBlocked': {
      const { attempt, declinedAt: since } = event.data;
      return ended(inStatus(swap, event, 'submitted'), attempt, { status: 'blocked', since });
    }
    case 'SwapOutcomeUnknown': {
      const { attempt, observedAt: since } = event.data;
      return ended(inStatus(swap, event, 'submitted'), attempt, { status: 'unknown', since });
    }
    default:
      return unreachable(event);
  }
}

type LaterEvent = Exclude<
  SwapEvent,
  AttemptEvent | { readonly type: 'SwapRequested' | 'SwapFundsReserved' | 'SwapRejected' }
>;

function evolveFromBinding(swap: Swap, event: LaterEvent): Swap {
  switch (event.type) {
    case 'SwapBound': {
      const { request, attempts } = inStatus(swap, event, 'submitted');
      const { providerId, attempt, boundAt } = event.data;
      return { status: 'bound', request, attempts, binding: { providerId, attempt, boundAt } };
    }
    case 'SwapBroadcast': {
      const bound = inStatus(swap, event, 'bound');
      return { ...bound, binding: { ...bound.binding, transactionHash: event.data.transactionHash } };
    }
    case 'SwapSettled': {
      const { request } = inStatus(swap, event, 'bound');
      return { status: 'settled', request, settlement: event.data, closed: false, lateEvents: [] };
    }
    case 'SwapReleased': {
      const { request } = inStatus(swap, event, 'submitted', 'bound');
      return { status: 'released', request, failureCode: event.data.failureCode, closed: false, lateEvents: [] };
    }
    case 'SwapProviderFailed':
    case 'SwapOutcomeResolved':
      // The SwapReleased or SwapSettled beside it is what ends the swap.
      return inStatus(swap, event, 'submitted', 'bound');
    case 'SwapClosed':
    case 'SwapReviewRequired':
    case 'SwapResumed':
    case 'LateSwapEventRecorded':
      return evolveAnnotation(swap, event);
    default:
      return unreachable(event);
  }
}

type Annotation = Extract<
  SwapEvent,
  { type: 'SwapClosed' | 'SwapReviewRequired' | 'SwapResumed' | 'LateSwapEventRecorded' }
>;

/** What does not change the status. */
function evolveAnnotation(swap: Swap, event: Annotation): Swap {
  switch (event.type) {
    case 'SwapClosed':
      return { ...inStatus(swap, event, 'settled', 'released'), closed: true };
    case 'SwapReviewRequired': {
      const { reason, since } = event.data;
      return { ...inStatus(swap, event, 'submitted', 'bound', 'settled'), review: { reason, since } };
    }
    case 'SwapResumed': {
      const { review: _, ...resumed } = inStatus(swap, event, 'submitted', 'bound', 'settled');
      return resumed.status === 'settled' ? resumed : { ...resumed, resumedAt: event.data.resumedAt };
    }
    case 'LateSwapEventRecorded': {
      const { providerId, providerStatus } = event.data;
      const over = inStatus(swap, event, 'settled', 'released');
      return { ...over, lateEvents: [...over.lateEvents, lateEventKey(providerId, providerStatus)] };
    }
    default:
      return unreachable(event);
  }
}

function ended(swap: SubmittedSwap | BoundSwap, number: number, outcome: AttemptOutcome): Swap {
  return { ...swap, attempts: withOutcome(swap.attempts, number, outcome) };
}

function inStatus<Status extends Swap['status']>(
  swap: Swap,
  event: SwapEvent,
  ...statuses: readonly Status[]
): Extract<Swap, { status: Status }> {
  if (isInStatus(swap, statuses)) return swap;
  throw new Error(`${event.type} cannot follow on a swap that is ${swap.status}`);
}

function isInStatus<Status extends Swap['status']>(
  swap: Swap,
  statuses: readonly Status[],
): swap is Extract<Swap, { status: Status }> {
  return statuses.some((status) => status === swap.status);
}

export function lateEventKey(providerId: string, providerStatus: string): string {
  return `${providerId}:${providerStatus}`;
}
