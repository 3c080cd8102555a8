import type { DomainEvent } from '#libs/decider/decider.js';
import type { StoredEvent } from '#libs/event-streams/event-streams.js';
import type { StoppedAt } from './checkpoint.js';
import type { EventDecoder, EventMeta } from './projection.definition.js';

/** An event on its way to several projections, decoded once for all that share a codec. */
export class Delivery {
  readonly meta: EventMeta;
  #codec: EventDecoder | undefined;
  #event: DomainEvent | undefined;

  constructor(readonly stored: StoredEvent) {
    const { streamName, revision, position, recordedAt, metadata, id } = stored;
    this.meta = { streamName, revision, position, recordedAt, metadata, eventId: id };
  }

  /** @throws UnknownEventType, MalformedEvent */
  eventFor(codec: EventDecoder): DomainEvent {
    if (this.#event === undefined || this.#codec !== codec) {
      this.#event = codec.decode(this.stored);
      this.#codec = codec;
    }
    return this.#event;
  }
}

/** A projection cannot apply an event, however often it tries (F7.4). */
export class PoisonEvent extends Error {
  override readonly name = 'PoisonEvent';

  constructor(
    readonly delivery: Delivery,
    override readonly cause: unknown,
  ) {
    super(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause));
  }

  get stoppedAt(): StoppedAt {
    const { streamName, revision, type, id } = this.delivery.stored;
    return { event: `${streamName}@${revision}`, type, id, reason: this.message };
  }
}
