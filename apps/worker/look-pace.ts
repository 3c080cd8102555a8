/** However long a payout has been quiet, it is looked at again after this many polls at the latest. */
const pollsMax = 16;

interface Pace {
  readonly nextAt: number;
  readonly waitMs: number;
}

/**
 * How often an open payout is looked at while nothing happens to it: at every poll first, then ever more rarely, so that
 * many that wait for a person do not use up what the provider allows us to ask. News start it over.
 */
export class LookPace {
  private readonly paces = new Map<string, Pace>();

  constructor(private readonly pollMs: number) {}

  /** Those of the open ones whose turn it is; the others that it knew are forgotten. */
  due(open: ReadonlySet<string>, now: number): string[] {
    for (const key of this.paces.keys()) if (!open.has(key)) this.paces.delete(key);
    const due = [...open].filter((key) => (this.paces.get(key)?.nextAt ?? now) <= now);
    for (const key of due) this.paces.set(key, this.slower(key, now));
    return due;
  }

  reset(key: string): void {
    this.paces.delete(key);
  }

  private slower(key: string, now: number): Pace {
    const before = this.paces.get(key);
    const waitMs = before ? Math.min(2 * before.waitMs, pollsMax * this.pollMs) : this.pollMs;
    return { nextAt: now + waitMs, waitMs };
  }
}
