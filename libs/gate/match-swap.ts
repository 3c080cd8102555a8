import type { Environment } from '../attempts/note.js';
import type { IntentStreams } from '../intents/intents.js';
import { swapDifferences, type ObservedSwap } from '../swaps/observed-swap.js';
import { parseSwapNote, type SwapReference } from '../swaps/swap-note.js';
import type { SwapStreams } from '../swaps/swap-streams.js';
import type { GateCase } from './gate.js';

/** Which swap a transaction may be, or that it is none of ours, or that it cannot be told apart. */
export type SwapMatch =
  | { readonly result: 'found'; readonly reference: SwapReference; readonly by: 'note' | 'intent' }
  | { readonly result: 'foreign'; readonly reason: string }
  | { readonly result: 'doubt'; readonly reason: string };

/** Finds the swap of a pulled transaction, from the log alone, as `MatchPayout` finds payouts. */
export class MatchSwap {
  constructor(
    private readonly swaps: SwapStreams,
    private readonly intents: IntentStreams,
    private readonly environment: Environment,
  ) {}

  async match(observed: ObservedSwap, known: GateCase): Promise<SwapMatch> {
    if (known.status === 'swap-matched' || known.status === 'swap-approved')
      return { result: 'found', reference: known, by: 'note' };
    const reference = parseSwapNote(this.environment, observed.note);
    return reference ? { result: 'found', reference, by: 'note' } : this.matchByIntent(observed);
  }

  private async matchByIntent(observed: ObservedSwap): Promise<SwapMatch> {
    const swapIds = await this.intents.findSwaps(observed);
    const open = await Promise.all(swapIds.map((swapId) => this.openAttempt(swapId, observed)));
    const [first, ...others] = open.filter((reference) => reference !== undefined);
    if (!first) return { result: 'foreign', reason: 'no-open-swap-asked-for-this' };
    if (others.length > 0) return { result: 'doubt', reason: 'several-open-swaps-asked-for-this' };
    return { result: 'found', reference: first, by: 'intent' };
  }

  private async openAttempt(swapId: string, observed: ObservedSwap): Promise<SwapReference | undefined> {
    const swap = await this.swaps.load(swapId);
    if (swap.status !== 'submitted') return undefined;
    const { request, attempts } = swap;
    const attempt = attempts.findLast((candidate) => swapDifferences(observed, request, candidate).length === 0);
    return attempt && { swapId, attempt: attempt.number };
  }
}
