import type { Log } from '#libs/platform/logging.js';

const quiet_ms = 10_000;

/** Counts what did not prove its sender, and says so at most every ten seconds for each reason: guessing must not fill a disk. */
export class Refusals {
  private readonly counted = new Map<string, { count: number; quietUntil: number }>();

  constructor(private readonly log: Log) {}

  count(reason: 'unknown-path' | 'wrong-token' | 'wrong-signature', now: Date): void {
    const { count, quietUntil } = this.counted.get(reason) ?? { count: 0, quietUntil: 0 };
    const isDue = now.getTime() >= quietUntil;
    this.counted.set(reason, { count: count + 1, quietUntil: isDue ? now.getTime() + quiet_ms : quietUntil });
    if (isDue) this.log.warn('webhooks-not-authentic', { reason, count: count + 1 });
  }
}
