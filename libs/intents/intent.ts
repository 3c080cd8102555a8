import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { accept, type Decider } from '../decider/decider.js';
import { instantField } from '../money/money.codec.js';

/**
 * The facts of one intent stream, `intent-<fingerprint>`: the payouts that ever asked for exactly this wallet, asset,
 * destination and amount, or the swaps that asked for exactly this wallet, asset, amount and token. Written before the
 * provider is asked, so that the gate knows for certain, from the log alone, whether a transaction whose note was changed
 * can be one of ours. A fingerprint is a withdrawal's or a swap's, never both.
 */
export type IntentEvent =
  | {
      readonly type: 'PayoutIntended';
      readonly data: { readonly fingerprint: string; readonly payoutId: string; readonly intendedAt: Date };
    }
  | {
      readonly type: 'SwapIntended';
      readonly data: { readonly fingerprint: string; readonly swapId: string; readonly intendedAt: Date };
    };

export type IntentCommand =
  | {
      readonly type: 'RegisterIntent';
      readonly data: { readonly fingerprint: string; readonly payoutId: string; readonly now: Date };
    }
  | {
      readonly type: 'RegisterSwapIntent';
      readonly data: { readonly fingerprint: string; readonly swapId: string; readonly now: Date };
    };

/** The latest payouts, or swaps, with this intent, newest last. */
export type Intents = readonly string[];

/** More of one same intent than these are never open at once in practice; older ones have ended. */
const intents_max = 100;

export const intentDecider: Decider<IntentCommand, Intents, IntentEvent, never> = {
  initial: [],
  decide: (command, ids) => {
    const fact = factOf(command);
    return ids.includes(idOf(fact)) ? accept() : accept(fact);
  },
  evolve: (ids, event) => [...ids, idOf(event)].slice(-intents_max),
};

function factOf({ type, data }: IntentCommand): IntentEvent {
  const { fingerprint, now: intendedAt } = data;
  return type === 'RegisterIntent'
    ? { type: 'PayoutIntended', data: { fingerprint, payoutId: data.payoutId, intendedAt } }
    : { type: 'SwapIntended', data: { fingerprint, swapId: data.swapId, intendedAt } };
}

function idOf({ data }: IntentEvent): string {
  return 'swapId' in data ? data.swapId : data.payoutId;
}

export function intentStream(fingerprint: string): string {
  return `intent-${fingerprint}`;
}

export const intentCodec = defineCodec<IntentEvent>({
  PayoutIntended: {
    version: 1,
    schema: z.object({ fingerprint: z.string(), payoutId: z.string(), intendedAt: instantField }),
  },
  SwapIntended: {
    version: 1,
    schema: z.object({ fingerprint: z.string(), swapId: z.string(), intendedAt: instantField }),
  },
});
