import { noteOf, parseNote, type Environment } from '../attempts/note.js';

export interface AttemptReference {
  readonly payoutId: string;
  readonly attempt: number;
}

/** The reference that a payout's attempt carries in the provider's note. */
export function attemptNote(environment: Environment, { payoutId, attempt }: AttemptReference): string {
  return noteOf(environment, payoutId, attempt);
}

/** Which payout's attempt a note names; a swap's note names none. */
export function parseAttemptNote(environment: Environment, note: string): AttemptReference | undefined {
  const parsed = parseNote(environment, 'po', note);
  return parsed && { payoutId: parsed.id, attempt: parsed.attempt };
}
