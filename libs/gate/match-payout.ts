import type { IntentStreams } from '../intents/intents.js';
import type { Environment } from '../attempts/note.js';
import { parseAttemptNote, type AttemptReference } from '../payouts/attempt-note.js';
import { differences, type ObservedTransaction } from '../payouts/observed-transaction.js';
import type { PayoutStreams } from '../payouts/payout-streams.js';
import type { Payout } from '../payouts/payout.state.js';
import type { GateCase } from './gate.js';

/** Which payout a transaction may be, or that it is none of ours, or that it cannot be told apart. */
export type PayoutMatch =
  | { readonly result: 'found'; readonly reference: AttemptReference; readonly by: 'note' | 'intent' }
  | { readonly result: 'foreign'; readonly reason: string }
  | { readonly result: 'doubt'; readonly reason: string };

/** Finds the payout of a pulled transaction, from the log alone: never from a read model. */
export class MatchPayout {
  constructor(
    private readonly payouts: PayoutStreams,
    private readonly intents: IntentStreams,
    private readonly environment: Environment,
  ) {}

  async match(observed: ObservedTransaction, known: GateCase): Promise<PayoutMatch> {
    if (known.status === 'matched' || known.status === 'approved')
      return { result: 'found', reference: known, by: 'note' };
    const reference = parseAttemptNote(this.environment, observed.note);
    return reference ? { result: 'found', reference, by: 'note' } : this.matchByIntent(observed);
  }

  /** Notes are editable: without ours, the transaction is matched by what nobody can edit (failure model §2.3 rule 2). */
  private async matchByIntent(observed: ObservedTransaction): Promise<PayoutMatch> {
    const payoutIds = await this.intents.find(observed);
    const open = await Promise.all(payoutIds.map((payoutId) => this.openAttempt(payoutId, observed)));
    const [first, ...others] = open.filter((reference) => reference !== undefined);
    if (!first) return { result: 'foreign', reason: 'no-open-payout-asked-for-this' };
    if (others.length > 0) return { result: 'doubt', reason: 'several-open-payouts-asked-for-this' };
    return { result: 'found', reference: first, by: 'intent' };
  }

  private async openAttempt(payoutId: string, observed: ObservedTransaction): Promise<AttemptReference | undefined> {
    const payout: Payout = await this.payouts.load(payoutId);
    if (payout.status !== 'submitted') return undefined;
    const { request, attempts } = payout;
    const attempt = attempts.findLast((candidate) => differences(observed, request, candidate).length === 0);
    return attempt && { payoutId, attempt: attempt.number };
  }
}
