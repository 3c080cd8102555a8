import { comparePositions, type EventStreams, type Position } from '../event-streams/event-streams.js';

/**
 * Goes after the facts that a request records and then books: when its process died between the two and nobody asked
 * again, the money would stand in the fact and not in the books. Each run looks at what is new, the first at all.
 */
export class CompleteBookings {
  private after: Position | undefined;

  /** @param complete Books what the stream of this id says. It is called again and again, at any time. */
  constructor(
    private readonly streams: EventStreams,
    private readonly streamPrefix: string,
    private readonly complete: (id: string) => Promise<void>,
  ) {}

  /** @throws StoreUnavailable, and what `complete` throws; the next run begins where this one began. */
  async run(signal: AbortSignal): Promise<void> {
    const ids = new Set<string>();
    // As far as the log went: else each run would read again all that came after the last of these facts.
    let last = await this.streams.head();
    const filter = { streamPrefixes: [this.streamPrefix] };
    for await (const { streamName, position } of this.streams.readAll(this.after ?? 'start', filter)) {
      ids.add(streamName.slice(this.streamPrefix.length));
      if (!last || comparePositions(position, last) > 0) last = position;
    }
    for (const id of ids) {
      if (signal.aborted) return;
      await this.complete(id);
    }
    this.after = last;
  }
}
