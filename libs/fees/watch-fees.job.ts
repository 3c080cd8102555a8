import { pause } from '../event-streams/deadline.js';
import type { Clock } from '../platform/clock.js';
import type { EndedMovement, LookAtFee } from './look-at-fee.reactor.js';

export interface ListedMovement extends EndedMovement {
  readonly endedAt: Date;
}

/** Which movements have ended at the provider: a hint where to look, the streams say what is so. */
export abstract class EndedMovements {
  abstract since(since: Date): Promise<readonly ListedMovement[]>;
}

export interface WatchSettings {
  /** How old a movement is when it is looked at for the first time. */
  readonly firstLookMs: number;
  /** After so long a fee is taken to be final. */
  readonly windowMs: number;
  /** Between two requests of the provider's. */
  readonly gapMs: number;
}

/**
 * Looks at the fees of ended movements, ever more rarely: each time its age has doubled, so that a week takes about eleven
 * looks. What was looked at before a restart is looked at once more.
 */
export class WatchFees {
  private looks = new Map<string, number>();

  constructor(
    private readonly movements: EndedMovements,
    private readonly fee: LookAtFee,
    private readonly clock: Clock,
    private readonly settings: WatchSettings,
  ) {}

  /** @throws StoreUnavailable; the movements before it were looked at. */
  async run(signal: AbortSignal): Promise<void> {
    const since = new Date(this.clock.now().getTime() - this.settings.windowMs);
    const movements = await this.movements.since(since);
    const known = new Set(movements.map(({ providerId }) => providerId));
    this.looks = new Map([...this.looks].filter(([providerId]) => known.has(providerId)));
    for (const movement of movements) {
      if (signal.aborted) return;
      const now = this.clock.now().getTime();
      const { providerId, endedAt } = movement;
      if (!isDue(endedAt.getTime(), { now, last: this.looks.get(providerId), firstLookMs: this.settings.firstLookMs }))
        continue;
      await this.fee.look(movement);
      this.looks.set(providerId, now);
      await pause(this.settings.gapMs, signal);
    }
  }
}

interface Look {
  readonly now: number;
  readonly last: number | undefined;
  readonly firstLookMs: number;
}

export function isDue(endedAt: number, { now, last, firstLookMs }: Look): boolean {
  const age = now - endedAt;
  return last === undefined ? age >= firstLookMs : age >= 2 * Math.max(last - endedAt, firstLookMs);
}
