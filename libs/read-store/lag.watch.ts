import { comparePositions, type EventStreams, type Position } from '#libs/event-streams/event-streams.js';
import { isSamePosition } from './checkpoint.checks.js';
import type { Projection } from './projection.definition.js';
import { filterOf } from './shared.subscription.js';
import type { Projector } from './projector.js';

/** Compares projections with the end of the log, which it reads past their subscriptions (F7.6, INV-R3). */
export class LagWatch {
  readonly #behindSince = new Map<Projection, Date>();
  readonly #seenAt = new Map<Projection, Position | undefined>();

  constructor(private readonly eventStreams: EventStreams) {}

  behindSince(projection: Projection): Date | undefined {
    return this.#behindSince.get(projection);
  }

  async look(projectors: readonly Projector[]): Promise<void> {
    const head = await this.eventStreams.head();
    for (const projector of projectors) {
      const { projection } = projector;
      if (!(await this.#isBehind(projector, head))) this.#behindSince.delete(projection);
      else if (!this.#behindSince.has(projection)) this.#behindSince.set(projection, new Date());
    }
  }

  async #isBehind(projector: Projector, head: Position | undefined): Promise<boolean> {
    const { position, projection } = projector;
    if (head === undefined || hasReached(projector, head)) return false;
    const isMoving = !isSamePosition(position, this.#seenAt.get(projection));
    this.#seenAt.set(projection, position);
    if (isMoving && !projector.live) return true;
    // What stands between may be of no concern to it.
    for await (const event of this.eventStreams.readAll(position ?? 'start', filterOf([projection])))
      return !hasReached(projector, event.position);
    return false;
  }
}

function hasReached({ position }: Projector, point: Position): boolean {
  return position !== undefined && comparePositions(position, point) >= 0;
}
