import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { accept, type Decider, type DomainEvent } from '../decider/decider.js';
import { instantField } from '../money/money.codec.js';

/**
 * The facts of one intent stream, `intent-<fingerprint>`: the payouts that ever asked for exactly this wallet, asset,
 * destination and amount. Written before the provider is asked, so that the gate knows for certain, from the log alone,
 * whether a withdrawal whose note was changed can be one of ours.
 */
export interface IntentEvent extends DomainEvent {
  readonly type: 'PayoutIntended';
  readonly data: { readonly fingerprint: string; readonly payoutId: string; readonly intendedAt: Date };
}

export interface IntentCommand {
  readonly type: 'RegisterIntent';
  readonly data: { readonly fingerprint: string; readonly payoutId: string; readonly now: Date };
}

/** The latest payouts with this intent, newest last. */
export type Intents = readonly string[];

/** More payouts of one same intent than these are never open at once in practice; older ones have ended. */
const intents_max = 100;

export const intentDecider: Decider<IntentCommand, Intents, IntentEvent, never> = {
  initial: [],
  decide: ({ data: { fingerprint, payoutId, now } }, payoutIds) =>
    payoutIds.includes(payoutId)
      ? accept()
      : accept({ type: 'PayoutIntended', data: { fingerprint, payoutId, intendedAt: now } }),
  evolve: (payoutIds, { data }) => [...payoutIds, data.payoutId].slice(-intents_max),
};

export function intentStream(fingerprint: string): string {
  return `intent-${fingerprint}`;
}

export const intentCodec = defineCodec<IntentEvent>({
  PayoutIntended: {
    version: 1,
    schema: z.object({ fingerprint: z.string(), payoutId: z.string(), intendedAt: instantField }),
  },
});
