/** One timer for each key. After `stop` none runs and none can be set. */
export class Timers {
  private readonly running = new Map<string, NodeJS.Timeout>();
  private stopped = false;

  /** @param inMs 0 or less runs as soon as possible, but never before this returns. */
  set(key: string, inMs: number, run: () => void): void {
    this.cancel(key);
    if (this.stopped) return;
    const timer = setTimeout(
      () => {
        this.running.delete(key);
        run();
      },
      Math.max(0, inMs),
    );
    this.running.set(key, timer);
  }

  cancel(key: string): void {
    clearTimeout(this.running.get(key));
    this.running.delete(key);
  }

  clear(): void {
    for (const key of this.running.keys()) this.cancel(key);
  }

  stop(): void {
    this.stopped = true;
    this.clear();
  }
}
