import { StoreUnavailable } from './event-streams.errors.js';

/** Failed calls in a row after which the next ones are refused at once. */
const failuresMax = 5;

/**
 * Refuses calls at once while the store is known to be away, so that callers get their 503 without waiting and without
 * queueing (F1.10). After `openMs` one call is let through to try.
 */
export class CircuitBreaker {
  private failures = 0;
  private closesAt = 0;
  private succeededAt = 0;

  constructor(private readonly openMs: number) {}

  /** @throws StoreUnavailable while open. */
  enter(): void {
    if (this.failures < failuresMax) return;
    const now = performance.now();
    if (now < this.closesAt) throw new StoreUnavailable('The event store has not answered for a while');
    this.closesAt = now + this.openMs;
  }

  succeeded(): void {
    this.failures = 0;
    this.succeededAt = performance.now();
  }

  /** Not counted while others succeed: then the store is slow, not away. */
  failed(): void {
    if (performance.now() - this.succeededAt < this.openMs) return;
    this.failures++;
    if (this.failures >= failuresMax) this.closesAt = performance.now() + this.openMs;
  }
}
