/**
 * Runs work by key: never two at once for one key, never more than `concurrency` in all. A key that is added while its
 * work runs is run once more afterwards.
 */
export class WorkQueue {
  stopped = false;
  private readonly waiting = new Set<string>();
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly concurrency: number,
    private readonly work: (key: string) => Promise<void>,
  ) {}

  add(key: string): void {
    if (this.stopped) return;
    this.waiting.add(key);
    this.fill();
  }

  /** Drops what waits and resolves when what runs has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.waiting.clear();
    await Promise.all(this.running.values());
  }

  private fill(): void {
    for (const key of this.waiting) {
      if (this.running.size >= this.concurrency) return;
      if (this.running.has(key)) continue;
      this.waiting.delete(key);
      this.running.set(key, this.run(key));
    }
  }

  private async run(key: string): Promise<void> {
    try {
      await this.work(key);
    } finally {
      this.running.delete(key);
      this.fill();
    }
  }
}
