import { comparePositions, type EventStreams, type Position } from '#libs/event-streams/event-streams.js';
import { isSamePosition } from './checkpoint.checks.js';
import type { Projection } from './projection.definition.js';
import type { Projector } from './projector.js';
import { filterOf } from './shared.subscription.js';

/** An end of the log that a projection has to reach. */
interface Aim {
  readonly head: Position;
  readonly seenAt: Date;
  /** Where the projection was at the last look. */
  readonly from: Position | undefined;
  /** All that stands between is of no concern to it. */
  readonly nothingMissing: boolean;
}

/** Compares projections with the end of the log, which it reads past their subscriptions (F7.6, INV-R3). */
export class LagWatch {
  readonly #aims = new Map<Projection, Aim>();

  constructor(private readonly eventStreams: EventStreams) {}

  /** When the end of the log was seen that this one has still not reached. */
  behindSince(projector: Projector): Date | undefined {
    const aim = this.#aims.get(projector.projection);
    return aim === undefined || aim.nothingMissing || hasReached(projector, aim.head) ? undefined : aim.seenAt;
  }

  async look(projectors: readonly Projector[]): Promise<void> {
    const head = await this.eventStreams.head();
    for (const projector of projectors) {
      const aim = head && (await this.#aimOf(projector, head));
      if (aim) this.#aims.set(projector.projection, aim);
      else this.#aims.delete(projector.projection);
    }
  }

  async #aimOf(projector: Projector, head: Position): Promise<Aim> {
    const from = projector.position;
    const aim = this.#aims.get(projector.projection);
    if (aim?.nothingMissing && isSamePosition(aim.head, head)) return aim;
    if (!aim || this.behindSince(projector) === undefined)
      return { head, seenAt: new Date(), from, nothingMissing: false };
    const nothingMissing = isSamePosition(from, aim.from) && !(await this.#missesSomething(projector));
    return { ...aim, from, nothingMissing };
  }

  async #missesSomething({ position, projection }: Projector): Promise<boolean> {
    for await (const _ of this.eventStreams.readAll(position ?? 'start', filterOf([projection]))) return true;
    return false;
  }
}

function hasReached({ position }: Projector, point: Position): boolean {
  return position !== undefined && comparePositions(position, point) >= 0;
}
