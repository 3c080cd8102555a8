const runs_max = 64;

interface Failing {
  readonly tries: number;
  /** The run in which it is tried again. */
  readonly dueIn: number;
}

/** What cannot be recorded does not hold up the rest: it is tried again after 1, 2, 4 … runs, at most every 64th. */
export class FailingItems {
  private readonly items = new Map<string, Failing>();
  private run = 0;

  begin(): void {
    this.run++;
  }

  isDue(providerId: string): boolean {
    return (this.items.get(providerId)?.dueIn ?? 0) <= this.run;
  }

  due(): readonly string[] {
    return [...this.items.keys()].filter((providerId) => this.isDue(providerId));
  }

  failed(providerId: string): void {
    const tries = this.items.get(providerId)?.tries ?? 0;
    this.items.set(providerId, { tries: tries + 1, dueIn: this.run + Math.min(runs_max, 2 ** tries) });
  }

  succeeded(providerId: string): void {
    this.items.delete(providerId);
  }
}
