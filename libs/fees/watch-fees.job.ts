import { pause } from '../event-streams/deadline.js';
import type { Clock } from '../platform/clock.js';
import type { EndedMovement, LookAtFee } from './look-at-fee.reactor.js';

/** A stretch of time: later than the one instant, and not later than the other. */
export interface Span {
  readonly after: Date;
  readonly until: Date;
}

/** Which movements ended at the provider in one of the spans: a hint where to look, the streams say what is so. */
export abstract class EndedMovements {
  abstract within(spans: readonly Span[]): Promise<readonly EndedMovement[]>;
}

export interface WatchSettings {
  /** How old a movement is when it is looked at for the first time. */
  readonly firstLookMs: number;
  /** After so long a fee is taken to be final. */
  readonly windowMs: number;
  /** Between two requests of the provider's. */
  readonly gapMs: number;
}

const silence_max = 4;

/**
 * Looks at the fees of ended movements, ever more rarely: each time its age has doubled, so that a week takes about eleven
 * looks. Each run asks only for those whose age has passed such a mark since the run before; the first one after a restart
 * looks at all of them once more.
 */
export class WatchFees {
  private before: Date | undefined;
  /** Due and not looked at yet, by the provider's id: the run ended early, or the provider did not answer. */
  private readonly due = new Map<string, EndedMovement>();

  constructor(
    private readonly movements: EndedMovements,
    private readonly fee: Pick<LookAtFee, 'look'>,
    private readonly clock: Clock,
    private readonly settings: WatchSettings,
  ) {}

  /**
   * What the provider does not answer is due again in the next run; after so many in a row it is away, and the rest waits too.
   * @throws StoreUnavailable; the next run goes on where this one ended.
   */
  async run(signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    for (const movement of await this.movements.within(dueSpans(this.before, now, this.settings)))
      this.due.set(movement.providerId, movement);
    this.before = now;
    let silent = 0;
    for (const movement of this.due.values()) {
      if (signal.aborted || silent >= silence_max) return;
      const looked = await this.fee.look(movement);
      silent = looked === 'looked' ? 0 : silent + 1;
      if (looked === 'looked') this.due.delete(movement.providerId);
      await pause(this.settings.gapMs, signal);
    }
  }
}

/** When those movements ended whose looks have become due since the run before; `before` is undefined for the first run. */
export function dueSpans(
  before: Date | undefined,
  now: Date,
  { firstLookMs, windowMs }: Pick<WatchSettings, 'firstLookMs' | 'windowMs'>,
): readonly Span[] {
  const ago = (from: Date, ms: number): Date => new Date(from.getTime() - ms);
  if (!before) return [{ after: ago(now, windowMs), until: ago(now, firstLookMs) }];
  const spans: Span[] = [];
  for (let age = firstLookMs; age <= windowMs; age *= 2) spans.push({ after: ago(before, age), until: ago(now, age) });
  return spans;
}
