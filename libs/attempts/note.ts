/** Which installation a note belongs to; keeps test and live apart at the provider. */
export type Environment = 'test' | 'live';

/** What an id begins with: a payout's, a swap's. */
export type IdPrefix = 'po' | 'sw';

/** The reference that an attempt carries in the provider's note: opaque, at most 40 characters, no personal data. */
export function noteOf(environment: Environment, id: string, attempt: number): string {
  return `${environment}-${id}-${attempt}`;
}

/** Reads a note back; undefined for anything that this installation did not write. Notes are editable: a hint only. */
export function parseNote(
  environment: Environment,
  prefix: IdPrefix,
  note: string,
): { readonly id: string; readonly attempt: number } | undefined {
  const match = /^(test|live)-((po|sw)_[a-z2-7]{26})-([1-9]\d?)$/.exec(note);
  if (!match?.[2] || match[1] !== environment || match[3] !== prefix) return undefined;
  return { id: match[2], attempt: Number(match[4]) };
}
