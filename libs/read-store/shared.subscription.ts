import type {
  EventBatch,
  EventFilter,
  EventStreams,
  LogPoint,
  Subscription,
} from '#libs/event-streams/event-streams.js';
import { Delivery } from './delivery.js';
import type { Projection } from './projection.definition.js';
import type { Projector } from './projector.js';

/** One subscription for several projections: receiving and decoding an event costs more than folding it. */
export class SharedSubscription {
  readonly #subscription: Subscription;

  /** The first of the projectors is the one that has the longest way to go. */
  constructor(
    private readonly projectors: readonly Projector[],
    eventStreams: EventStreams,
    onFailed: (error: unknown) => void,
  ) {
    const projections = projectors.map(({ projection }) => projection);
    this.#subscription = eventStreams.subscribe({
      name: `projections ${projections.map(({ name, version }) => `${name}.v${version}`).join(' ')}`,
      after: startOf(projectors),
      filter: filterOf(projections),
      onBatch: (batch) => this.#deliver(batch),
    });
    this.#subscription.done.catch(onFailed);
  }

  /** Ends after the batch in hand, with everything written that was delivered. */
  async stop(): Promise<void> {
    await this.#subscription.stop();
    await Promise.all(this.projectors.map((projector) => projector.flush()));
  }

  async #deliver({ events, considered, live }: EventBatch): Promise<void> {
    const deliveries = events.map((event) => new Delivery(event));
    await Promise.all(this.projectors.map((projector) => projector.accept({ deliveries, considered, live })));
  }
}

export function startOf(projectors: readonly Projector[]): LogPoint {
  return projectors[0]?.position ?? 'start';
}

export function filterOf(projections: readonly Projection[]): EventFilter {
  const prefixes = new Set(projections.flatMap(({ streams }) => streams));
  return { streamPrefixes: [...prefixes].sort() };
}
