import { nextOfBound, nextOfSubmitted, type AttemptStep, type AttemptTimings } from '../attempts/attempt-plan.js';
import { unreachable } from '../decider/decider.js';
import type { FailedOnChain, Payout, SettledPayout } from './payout.state.js';

/** What a payout needs next. */
export type NextStep =
  | AttemptStep
  | { readonly do: 'reserve-funds' }
  | { readonly do: 'capture-hold'; readonly settled: SettledPayout }
  | { readonly do: 'release-hold'; readonly reason: string; readonly failed?: FailedOnChain };

/** Pure: the whole plan of a payout's life, by where it stands and what time it is. */
export function nextStep(payout: Payout, now: Date, timings: AttemptTimings): NextStep {
  switch (payout.status) {
    case 'requested':
      return { do: 'reserve-funds' };
    case 'reserved':
      return { do: 'submit' };
    case 'submitted':
      return nextOfSubmitted(payout, now, timings);
    case 'bound':
      return nextOfBound(payout, now, timings);
    case 'settled':
      return { do: 'capture-hold', settled: payout };
    case 'released':
      return { do: 'release-hold', reason: payout.failureCode, ...(payout.failed && { failed: payout.failed }) };
    case 'rejected':
      return { do: 'release-hold', reason: payout.rejection.code }; // Another worker may have got the hold meanwhile.
    case 'absent':
      return { do: 'nothing' };
    default:
      return unreachable(payout);
  }
}
