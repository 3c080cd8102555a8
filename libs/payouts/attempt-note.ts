/** Which installation a note belongs to; keeps test and live apart at the provider. */
export type Environment = 'test' | 'live';

export interface AttemptReference {
  readonly payoutId: string;
  readonly attempt: number;
}

const noteFormat = /^(test|live)-(po_[a-z2-7]{26})-([1-9]\d?)$/;

/** The reference that an attempt carries in the provider's note: opaque, at most 40 characters, no personal data. */
export function attemptNote(environment: Environment, { payoutId, attempt }: AttemptReference): string {
  return `${environment}-${payoutId}-${attempt}`;
}

/** Reads a note back; undefined for anything that this installation did not write. Notes are editable: a hint only. */
export function parseAttemptNote(environment: Environment, note: string): AttemptReference | undefined {
  const match = noteFormat.exec(note);
  if (!match?.[2] || match[1] !== environment) return undefined;
  return { payoutId: match[2], attempt: Number(match[3]) };
}
