import { openClient, type OpenClient } from './client-guards.js';
import { TimedOut } from './deadline.js';
import { StoreUnavailable } from './event-streams.errors.js';
import type { Log } from './log.js';

/** A client to call with. */
export interface Line {
  readonly opened: OpenClient;
  /** For how long it has answered nobody. */
  readonly silentMs: () => number;
  /** For calls with many answers: one has come. */
  readonly heard: () => void;
}

interface Generation extends OpenClient {
  closed: boolean;
  answeredAt: number;
  failures: number;
}

/** No more than four new connections in a second, however many calls fail. */
const renewalEveryMs = 250;

/**
 * The client for short calls, replaced when its connection seems dead: a call timed out or two in a row failed, and
 * nothing was answered since. A half-open connection would otherwise swallow calls for up to 20 seconds, and after a
 * long outage grpc-js waits up to two minutes before it connects again.
 */
export class ClientConnection {
  private generation: Generation | undefined;
  private renewedAt = -renewalEveryMs;
  private closed = false;

  constructor(
    private readonly connectionString: string,
    private readonly log: Log,
  ) {
    this.generation = this.open();
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** `work` bounds its own time and throws StoreUnavailable when it got no answer; its cause tells a time-out. */
  async run<Result>(work: (line: Line) => Promise<Result>): Promise<Result> {
    if (this.closed) throw new StoreUnavailable('The connection was closed');
    const generation = (this.generation ??= this.open());
    const startedAt = performance.now();
    try {
      const result = await work({
        opened: generation,
        silentMs: () => performance.now() - generation.answeredAt,
        heard: () => answered(generation),
      });
      // A read that is cancelled by closing its client ends as if it were complete.
      if (generation.closed) throw new StoreUnavailable('The connection was closed during the call');
      answered(generation);
      return result;
    } catch (error) {
      if (error instanceof StoreUnavailable) this.suspect(generation, startedAt, error);
      else answered(generation);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.generation) await this.retire(this.generation);
  }

  private async retire(generation: Generation): Promise<void> {
    generation.closed = true;
    await generation.close();
  }

  private open(): Generation {
    return { ...openClient(this.connectionString), closed: false, answeredAt: 0, failures: 0 };
  }

  private suspect(generation: Generation, startedAt: number, error: StoreUnavailable): void {
    generation.failures++;
    const timedOut = error.cause instanceof TimedOut;
    if (generation !== this.generation || generation.answeredAt >= startedAt) return;
    if ((!timedOut && generation.failures < 2) || performance.now() - this.renewedAt < renewalEveryMs) return;
    this.renewedAt = performance.now();
    this.generation = undefined;
    this.log.info({ reason: error.message }, 'event-store-connecting-anew');
    // Closed before the next one opens: closing rejects every pending append of this process, whosever it is.
    void this.retire(generation);
  }
}

function answered(generation: Generation): void {
  generation.answeredAt = performance.now();
  generation.failures = 0;
}
