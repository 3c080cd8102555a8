import { setTimeout as delay } from 'node:timers/promises';
import { PartFailed, type Part, type RunningPart } from './part.js';

/** What people are told about a part's ups and downs. */
export interface SupervisorEvents {
  readonly onEnded: (title: string, how: string, waitMs: number) => void;
  readonly onBack: (title: string, ms: number) => void;
  /** It failed too often in a row; nothing is tried again. */
  readonly onGaveUp: (error: unknown) => void;
}

export interface RestartLimits {
  readonly firstWaitMs: number;
  readonly waitMsMax: number;
  readonly failuresMax: number;
  /** Running for so long makes up for earlier failures. */
  readonly healthyMs: number;
}

const restartLimits: RestartLimits = { firstWaitMs: 100, waitMsMax: 10_000, failuresMax: 10, healthyMs: 2_000 };

/** Keeps one part running: a first start that has to work, then a new start whenever it ends by itself. */
export class Supervisor {
  private readonly stopping = new AbortController();
  private running: RunningPart | undefined;
  /** Whatever is going on: a start, or the watch over what runs. */
  private active: Promise<void> = Promise.resolve();
  private failures = 0;

  constructor(
    private readonly part: Part,
    private readonly events: SupervisorEvents,
    private readonly limits = restartLimits,
  ) {}

  /** @returns what the part told when it was ready. @throws PartFailed, unless it was killed: then it is tried again. */
  async start(): Promise<unknown> {
    const first = this.firstStart();
    this.active = first.then(
      (running) => this.watch(running),
      () => undefined,
    );
    return (await first).info;
  }

  /** Resolves when it has ended; after `msMax` it is killed. */
  async stop(msMax: number): Promise<void> {
    this.stopping.abort();
    await this.running?.stop(msMax);
    await Promise.race([this.active, delay(msMax, undefined, { ref: false })]);
  }

  kill(): void {
    this.stopping.abort();
    this.running?.kill();
  }

  private async firstStart(): Promise<RunningPart> {
    try {
      return await this.startOnce();
    } catch (error) {
      const wasKilled = error instanceof PartFailed && error.how.startsWith('SIG');
      const again = wasKilled ? await this.startAgain(error.how) : undefined;
      if (!again) throw error;
      return again;
    }
  }

  private async watch(first: RunningPart): Promise<void> {
    for (let running: RunningPart | undefined = first; running; ) {
      const startedAt = performance.now();
      const how = await running.ended;
      if (this.stopping.signal.aborted) return;
      // Being killed from outside says nothing about the part.
      const isSound = how.startsWith('SIG') || performance.now() - startedAt >= this.limits.healthyMs;
      if (isSound) this.failures = 0;
      running = await this.startAgain(how);
    }
  }

  private async startAgain(firstHow: string): Promise<RunningPart | undefined> {
    const endedAt = performance.now();
    for (let how = firstHow; !this.stopping.signal.aborted; ) {
      const waitMs = Math.min(this.limits.firstWaitMs * 2 ** this.failures++, this.limits.waitMsMax);
      this.events.onEnded(this.part.title, how, waitMs);
      try {
        await delay(waitMs, undefined, { signal: this.stopping.signal });
        const running = await this.startOnce();
        this.events.onBack(this.part.title, performance.now() - endedAt);
        return running;
      } catch (error) {
        if (this.stopping.signal.aborted) return undefined;
        if (this.failures >= this.limits.failuresMax) return this.giveUp(error);
        how = error instanceof Error ? error.message : String(error);
      }
    }
    return undefined;
  }

  private async startOnce(): Promise<RunningPart> {
    const { signal } = this.stopping;
    const running = await this.part.start(signal);
    this.running = running;
    if (!signal.aborted) return running;
    running.kill();
    await running.ended;
    throw signal.reason;
  }

  private giveUp(error: unknown): undefined {
    this.events.onGaveUp(error);
  }
}
