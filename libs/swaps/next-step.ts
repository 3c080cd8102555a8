import { nextOfBound, nextOfSubmitted, type AttemptStep, type AttemptTimings } from '../attempts/attempt-plan.js';
import { unreachable } from '../decider/decider.js';
import type { SwapSettled } from './swap.events.js';
import type { Swap } from './swap.state.js';

/** What a swap needs next. */
export type NextSwapStep =
  | AttemptStep
  | { readonly do: 'reserve-funds' }
  | { readonly do: 'book'; readonly settlement: SwapSettled }
  | { readonly do: 'release-hold'; readonly reason: string };

/** Pure: the whole plan of a swap's life, by where it stands and what time it is. */
export function nextSwapStep(swap: Swap, now: Date, timings: AttemptTimings): NextSwapStep {
  switch (swap.status) {
    case 'requested':
      return { do: 'reserve-funds' };
    case 'reserved':
      return { do: 'submit' };
    case 'submitted':
      return nextOfSubmitted(swap, now, timings);
    case 'bound':
      return nextOfBound(swap, now, timings);
    case 'settled':
      return swap.closed ? { do: 'nothing' } : { do: 'book', settlement: swap.settlement };
    case 'released':
      return swap.closed ? { do: 'nothing' } : { do: 'release-hold', reason: swap.failureCode };
    case 'rejected':
      return { do: 'release-hold', reason: swap.rejection.code }; // Another worker may have got the hold meanwhile.
    case 'absent':
      return { do: 'nothing' };
    default:
      return unreachable(swap);
  }
}
