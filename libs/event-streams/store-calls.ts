import { CircuitBreaker } from './circuit-breaker.js';
import type { ClientConnection } from './client-connection.js';
import type { OpenClient } from './client-guards.js';
import { pause, type Patience } from './deadline.js';
import { StoreUnavailable } from './event-streams.errors.js';
import { backOff, type StoreTiming } from './timing.js';

/** Calls under way at once; the next is refused instead of queued (F1.10). */
const callsInFlightMax = 1_024;
const triesMax = 10;
/** A try with less time than this left is not worth its ambiguity. */
const shortestTryMs = 100;

/** One try of a call. It throws StoreUnavailable when another try may help, and only then. */
export type Try<Result> = (opened: OpenClient, patience: Patience) => Promise<Result>;

/**
 * Repeats a call until it is answered, within bounds. Only for calls that may be repeated: reads, and appends with
 * unchanged event ids and expected revision.
 */
export class StoreCalls {
  private readonly circuit: CircuitBreaker;
  private inFlight = 0;

  constructor(
    private readonly connection: ClientConnection,
    private readonly timing: StoreTiming,
  ) {
    this.circuit = new CircuitBreaker(timing.circuitOpenMs);
  }

  /** @throws StoreUnavailable within `timing.callMs`, or whatever final error the try threw. */
  async call<Result>(attempt: Try<Result>): Promise<Result> {
    this.circuit.enter();
    return this.probe(attempt);
  }

  /** Like `call`, but goes through an open circuit and closes it when the store answers. */
  async probe<Result>(attempt: Try<Result>): Promise<Result> {
    if (this.inFlight >= callsInFlightMax)
      throw new StoreUnavailable(`${callsInFlightMax} calls are under way already`);
    this.inFlight++;
    try {
      return await this.repeat(attempt);
    } finally {
      this.inFlight--;
    }
  }

  private async repeat<Result>(attempt: Try<Result>): Promise<Result> {
    const until = performance.now() + this.timing.callMs;
    for (let tries = 1; ; tries++) {
      const outcome = await this.once(attempt, Math.max(until - performance.now(), shortestTryMs));
      if (!('unavailable' in outcome)) return outcome.result;
      const pauseMs = backOff(tries, 25, 400);
      const isTimeLeft = performance.now() + pauseMs + shortestTryMs <= until;
      if (!isTimeLeft || tries >= triesMax || this.connection.isClosed) {
        this.circuit.failed();
        throw outcome.unavailable;
      }
      await pause(pauseMs);
    }
  }

  private async once<Result>(
    attempt: Try<Result>,
    maxMs: number,
  ): Promise<{ result: Result } | { unavailable: StoreUnavailable }> {
    // A store that is slow but answers others is waited for; repeating would only add to its load.
    const ms = Math.min(this.timing.attemptMs, maxMs);
    try {
      const result = await this.connection.run(async ({ opened, ...line }) => attempt(opened, { ms, maxMs, ...line }));
      this.circuit.succeeded();
      return { result };
    } catch (error) {
      if (error instanceof StoreUnavailable) return { unavailable: error };
      this.circuit.succeeded();
      throw error;
    }
  }
}
