import type { Part } from './part.js';
import type { Screen } from './screen.js';
import { Supervisor } from './supervisor.js';

const stopMsMax = 9_000;
/** What each part gets at least, however long the ones before it took. */
const partStopMsMin = 200;

/** All running parts: started one after the other or side by side, kept running, stopped in reverse order. */
export class Stack {
  private readonly supervisors: Supervisor[] = [];
  private stopped: Promise<void> | undefined;
  private giveUp: (error: unknown) => void = () => undefined;
  /** Rejects when a part cannot be kept running. */
  readonly broken = new Promise<never>((_, reject) => {
    this.giveUp = reject;
  });

  constructor(private readonly screen: Screen) {
    this.broken.catch(() => undefined); // Whoever races against it hears of it; nobody else needs to.
  }

  /** @returns what the part told when it was ready. @throws PartFailed */
  async start(part: Part, readyLine: (info: unknown) => string = () => part.title): Promise<unknown> {
    if (this.stopped) throw new Error(`${part.title} is not started any more`);
    const supervisor = new Supervisor(part, {
      onEnded: (title, how, waitMs) => this.screen.warn(`${title} ended (${how}); starting it again in ${waitMs} ms`),
      onBack: (title, ms) => this.screen.success(`${title} is back`, ms),
      onGaveUp: (error) => this.giveUp(error),
    });
    this.supervisors.push(supervisor);
    const step = this.screen.step(part.title);
    try {
      const info = await supervisor.start();
      step.done(readyLine(info));
      return info;
    } catch (error) {
      if (this.stopped) step.dropped();
      else step.failed();
      throw error;
    }
  }

  /** Resolves when every part has ended; within 10 s, because what takes longer is killed. */
  stop(): Promise<void> {
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  kill(): void {
    for (const supervisor of this.supervisors) supervisor.kill();
  }

  private async stopAll(): Promise<void> {
    const deadline = performance.now() + stopMsMax;
    for (const supervisor of this.supervisors.toReversed())
      await supervisor.stop(Math.max(deadline - performance.now(), partStopMsMin));
  }
}
