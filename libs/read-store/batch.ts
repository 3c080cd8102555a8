import type { Position } from '#libs/event-streams/event-streams.js';
import { ChangeFold } from './change.fold.js';
import { PoisonEvent, type Delivery } from './delivery.js';
import type { Projection } from './projection.definition.js';

/** Consecutive events of the log, folded, and how far they lead. */
export class Batch {
  /** Those that change rows. */
  readonly deliveries: Delivery[] = [];
  fold: ChangeFold;
  to: Position | undefined;

  constructor(
    private readonly projection: Projection,
    readonly from: Position | undefined,
  ) {
    this.fold = new ChangeFold(projection.tables);
    this.to = from;
  }

  /** @throws PoisonEvent; the batch is what it was before, then. */
  add(delivery: Delivery): void {
    try {
      this.#apply(delivery);
    } catch (error) {
      this.#foldAgain();
      throw new PoisonEvent(delivery, error);
    }
    this.to = delivery.meta.position;
  }

  /** Nothing up to here concerns the projection, but for what was added. */
  consider(position: Position): void {
    this.to = position;
  }

  /** The same events and the same end in two steps. */
  halves(): readonly [Batch, Batch] {
    const middle = Math.ceil(this.deliveries.length / 2);
    const first = new Batch(this.projection, this.from);
    for (const delivery of this.deliveries.slice(0, middle)) first.add(delivery);
    const second = new Batch(this.projection, first.to);
    for (const delivery of this.deliveries.slice(middle)) second.add(delivery);
    second.to = this.to;
    return [first, second];
  }

  #apply(delivery: Delivery): void {
    const { type } = delivery.stored;
    const event = delivery.eventFor(this.projection.codecOf(type));
    const changes = this.projection.changesOf(event, delivery.meta);
    if (changes.length === 0) return;
    this.fold.apply(changes);
    this.deliveries.push(delivery);
  }

  /** Half of an event's changes may be in the fold. */
  #foldAgain(): void {
    this.fold = new ChangeFold(this.projection.tables);
    for (const delivery of this.deliveries.splice(0)) this.#apply(delivery);
  }
}
