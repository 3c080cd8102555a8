import { noteOf, parseNote, type Environment } from '../attempts/note.js';

export interface SwapReference {
  readonly swapId: string;
  readonly attempt: number;
}

/** The reference that a swap's attempt carries in the provider's note. */
export function swapNote(environment: Environment, { swapId, attempt }: SwapReference): string {
  return noteOf(environment, swapId, attempt);
}

/** Which swap's attempt a note names; a payout's note names none. */
export function parseSwapNote(environment: Environment, note: string): SwapReference | undefined {
  const parsed = parseNote(environment, 'sw', note);
  return parsed && { swapId: parsed.id, attempt: parsed.attempt };
}
