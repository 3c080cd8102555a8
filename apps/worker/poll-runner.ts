import { pause } from '#libs/event-streams/deadline.js';
import { backOff } from '#libs/event-streams/timing.js';
import type { Log } from '#libs/platform/logging.js';

const back_off_ms_max = 10 * 60_000;

/** Something that is asked for again and again. */
export interface Poll {
  /** For the log: `terminal purchase`. */
  readonly kind: string;
  /** `signal`: the worker stops, and nothing new is to be begun. */
  readonly run: (signal: AbortSignal) => Promise<unknown>;
}

/** Asks again and again, so that nothing depends on webhooks (DW-33). One run at a time. */
export class PollRunner {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly polls: readonly Poll[],
    private readonly pollMs: number,
    private readonly log: Log,
    /** How long after the start it asks for the first time. */
    private readonly firstAfterMs = 0,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    if (this.firstAfterMs > 0) await pause(this.firstAfterMs, signal);
    for (let failures = 0; !signal.aborted; ) {
      failures = (await this.runOnce()) ? 0 : failures + 1;
      await pause(failures === 0 ? this.pollMs : backOff(failures, this.pollMs, back_off_ms_max), signal);
    }
  }

  /** All of them, whatever becomes of the others. */
  private async runOnce(): Promise<boolean> {
    let done = true;
    for (const { kind, run } of this.polls) {
      if (this.stopping.signal.aborted) return done;
      try {
        await run(this.stopping.signal);
      } catch (error) {
        done = false;
        this.log.warn('poll-failed', { kind, error });
      }
    }
    return done;
  }
}
