/** Between two looks of one webhook that waits, in milliseconds. */
const first_ms = 1_000;
const longest_ms = 30_000;

interface Pace {
  readonly tries: number;
  readonly since: number;
  readonly dueAt: number;
}

/** When webhooks that wait for the provider are due again: ever more rarely, up to every half minute. */
export class WaitingPace {
  private readonly paces = new Map<string, Pace>();

  isDue(webhookId: string, now: number): boolean {
    return (this.paces.get(webhookId)?.dueAt ?? now) <= now;
  }

  /** How often it has been tried without success, and since when. */
  failuresOf(webhookId: string): { readonly tries: number; readonly since: number } {
    return this.paces.get(webhookId) ?? { tries: 0, since: Number.POSITIVE_INFINITY };
  }

  failed(webhookId: string, now: number): void {
    const { tries = 0, since = now } = this.paces.get(webhookId) ?? {};
    const waitMs = Math.min(longest_ms, first_ms * 2 ** Math.min(tries, 10));
    this.paces.set(webhookId, { tries: tries + 1, since, dueAt: now + waitMs });
  }

  /** Forgets all but these. */
  keep(webhookIds: ReadonlySet<string>): void {
    for (const webhookId of this.paces.keys()) if (!webhookIds.has(webhookId)) this.paces.delete(webhookId);
  }
}
