/** What two people say about money, and by what. */
export interface Verdict {
  /** What was found. */
  readonly reason: string;
  /** What proves it. */
  readonly evidence: string;
  readonly resolvedBy: string;
  /** Somebody else. */
  readonly approvedBy: string;
}

export interface VerdictObjection {
  readonly code: 'two-people-needed' | 'evidence-needed';
}

/** Why it does not count: one person alone says it, or without a reason or a proof. */
export function objectionTo({ resolvedBy, approvedBy, evidence, reason }: Verdict): VerdictObjection | undefined {
  if (isSamePerson(resolvedBy, approvedBy)) return { code: 'two-people-needed' };
  return evidence.trim() === '' || reason.trim() === '' ? { code: 'evidence-needed' } : undefined;
}

/** By the name that somebody gives: a space or a capital letter makes nobody another. */
export function isSamePerson(a: string, b: string): boolean {
  return nameOf(a) === nameOf(b);
}

/** `user:ann`, or `ann`. */
function nameOf(person: string): string {
  return person
    .replace(/^user:/, '')
    .trim()
    .toLowerCase();
}
