/** One request to the provider to move money, and what came of it. */
export interface Attempt {
  readonly number: number;
  readonly note: string;
  readonly startedAt: Date;
  readonly outcome: AttemptOutcome;
}

export type AttemptOutcome =
  | { readonly status: 'pending' }
  | { readonly status: 'unknown'; readonly since: Date }
  | { readonly status: 'accepted'; readonly providerId: string; readonly since: Date }
  | { readonly status: 'blocked'; readonly since: Date }
  | { readonly status: 'declined'; readonly since: Date };

/** The latest one last. */
export type Attempts = readonly [Attempt, ...Attempt[]];

/** Requests to the provider for one intent; beyond it people decide (failure model §2.3 rule 6). */
export const attempts_max = 5;

export function latestAttempt({ attempts }: { readonly attempts: Attempts }): Attempt {
  return attempts[attempts.length - 1] ?? attempts[0];
}

export function findAttempt(attempts: readonly Attempt[], number: number): Attempt | undefined {
  return attempts.find((attempt) => attempt.number === number);
}

/** The latest attempt, if it is this one and its outcome is not certain yet. */
export function openAttempt(attempts: Attempts, number: number): Attempt | undefined {
  const attempt = latestAttempt({ attempts });
  const open = attempt.outcome.status === 'pending' || attempt.outcome.status === 'unknown';
  return open && attempt.number === number ? attempt : undefined;
}

/** The attempt that the provider answered with this transaction. */
export function attemptAcceptedAs(attempts: readonly Attempt[], providerId: string): Attempt | undefined {
  return attempts.find(({ outcome }) => outcome.status === 'accepted' && outcome.providerId === providerId);
}

export function withAttempt(
  earlier: readonly Attempt[],
  { attempt: number, note, startedAt }: { readonly attempt: number; readonly note: string; readonly startedAt: Date },
): Attempts {
  const attempt: Attempt = { number, note, startedAt, outcome: { status: 'pending' } };
  const [first, ...rest] = earlier;
  return first ? [first, ...rest, attempt] : [attempt];
}

export function withOutcome([first, ...rest]: Attempts, number: number, outcome: AttemptOutcome): Attempts {
  const replace = (attempt: Attempt): Attempt => (attempt.number === number ? { ...attempt, outcome } : attempt);
  return [replace(first), ...rest.map(replace)];
}

/** Why the provider refused, in its words; in ours where it says nothing (PO-21). */
export function refusalReason({ code, reason }: { readonly code: string; readonly reason: string }): string {
  return reason.trim() === '' ? `The provider gave no reason beside ${code}` : reason;
}

export type NoFurtherAttempt = 'attempt-in-flight' | 'attempts-exhausted' | 'gate-not-healthy';

/** Why no further attempt may start; undefined when one may. */
export function noFurtherAttempt(attempts: Attempts, gateEvidence: string | undefined): NoFurtherAttempt | undefined {
  // Every attempt counts, not only the latest: a late answer may come to an earlier one.
  const outcomes = attempts.map(({ outcome }) => outcome.status);
  if (outcomes.includes('pending') || outcomes.includes('accepted')) return 'attempt-in-flight';
  if (latestAttempt({ attempts }).number >= attempts_max) return 'attempts-exhausted';
  // A request whose outcome is unknown may still land. Only a gate that lets one through makes another one safe.
  if (outcomes.includes('unknown') && gateEvidence === undefined) return 'gate-not-healthy';
  return undefined;
}
