import { pause } from '#libs/event-streams/deadline.js';
import { backOff } from '#libs/event-streams/timing.js';
import type { PollTerminal } from '#libs/deposits/poll-terminal.job.js';
import type { Log } from '#libs/platform/logging.js';

const kinds = ['incoming-transaction', 'purchase'] as const;
const back_off_ms_max = 10 * 60_000;

/** Looks into the Terminal's lists again and again, so that nothing depends on webhooks (DW-33). One run at a time. */
export class DepositRunner {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly poll: PollTerminal,
    private readonly pollMs: number,
    private readonly log: Log,
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
    for (let failures = 0; !signal.aborted; ) {
      failures = (await this.runOnce()) ? 0 : failures + 1;
      await pause(failures === 0 ? this.pollMs : backOff(failures, this.pollMs, back_off_ms_max), signal);
    }
  }

  /** Both lists, whatever becomes of the other one. */
  private async runOnce(): Promise<boolean> {
    let done = true;
    for (const kind of kinds) {
      if (this.stopping.signal.aborted) return done;
      try {
        await this.poll.run(kind);
      } catch (error) {
        done = false;
        this.log.warn('terminal-not-polled', { kind, error });
      }
    }
    return done;
  }
}
