import type { Log } from './log.js';

const everyMs = 60_000;

/** Says the first failure of a row, then one a minute, then that it is over: an outage must not fill the disk. */
export class RepeatedLog {
  private failures = 0;
  private saidAt = 0;

  constructor(
    private readonly log: Log,
    /** The subscription's name. */
    private readonly context: string,
  ) {}

  failed(reason: string): void {
    this.failures++;
    const now = performance.now();
    if (this.failures > 1 && now - this.saidAt < everyMs) return;
    this.saidAt = now;
    this.log.warn({ context: this.context, reason, count: this.failures }, 'subscription-lost');
  }

  recovered(): void {
    if (this.failures === 0) return;
    this.log.info({ context: this.context, count: this.failures }, 'subscription-back');
    this.failures = 0;
  }
}
