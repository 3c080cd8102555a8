import { pageOfStream } from './event-page.js';
import type { EventStore } from './event-store.js';
import { streamDeleted } from './grpc-error.js';
import { messagesOf } from './link-resolver.js';
import { readResponses } from './read-response.js';
import type { ReplyStream } from './reply-stream.js';
import { isClosed, viewStream } from './stream-view.js';

export interface StreamSubscriptionOptions {
  readonly streamName: string;
  /** The revision before the first one to deliver. */
  readonly after: 'start' | 'end' | number;
  readonly resolveLinks: boolean;
}

/** A subscription to one stream, which need not exist yet. */
export class StreamSubscription {
  private live = false;

  private constructor(
    private readonly store: EventStore,
    private readonly options: StreamSubscriptionOptions,
    private readonly reply: ReplyStream,
    private next: number,
  ) {}

  /** Resolves when nobody listens any more. @throws GrpcError when the stream has or gets a tombstone. */
  static async run(store: EventStore, options: StreamSubscriptionOptions, reply: ReplyStream): Promise<void> {
    const first = await firstRevision(store, options);
    await new StreamSubscription(store, options, reply, first).follow();
  }

  private async follow(): Promise<void> {
    const { streamName } = this.options;
    while (!this.reply.closed) {
      if (isClosed(this.store, streamName)) throw streamDeleted(streamName);
      const { index } = this.store;
      const before = index.durableCount;
      const lastEvent = index.lastEvent(streamName, before);
      if (lastEvent !== undefined && index.revisionOf(lastEvent) >= this.next) await this.deliver(lastEvent);
      else if (this.live) await this.reply.until((wake) => this.store.onDurable(wake));
      else await this.goLive();
    }
  }

  private async goLive(): Promise<void> {
    this.live = true;
    await this.reply.send([readResponses.caughtUp()]);
  }

  private async deliver(lastEvent: number): Promise<void> {
    const { index, records } = this.store;
    const events = pageOfStream(index, lastEvent, { first: this.next, last: index.revisionOf(lastEvent) });
    this.next += events.length;
    const read = await records.read(events);
    await this.reply.send(await messagesOf(this.store, read, this.options.resolveLinks));
  }
}

/** The first revision to deliver. A soft-deleted stream goes on behind its last event. */
async function firstRevision(store: EventStore, { streamName, after }: StreamSubscriptionOptions): Promise<number> {
  const { index } = store;
  const lastEvent = index.lastEvent(streamName, index.durableCount);
  const behindLast = lastEvent === undefined ? 0 : index.revisionOf(lastEvent) + 1;
  if (after === 'end') return behindLast;
  const view = await viewStream(store, streamName);
  const first = view.kind === 'readable' ? view.firstRevision : behindLast;
  return Math.max(first, after === 'start' ? 0 : after + 1);
}
