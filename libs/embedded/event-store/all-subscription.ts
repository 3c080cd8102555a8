import { setImmediate as nextTurn } from 'node:timers/promises';
import { compileFilter, type EventFilter } from './event-filter.js';
import { pageOfLog, type EventPage } from './event-page.js';
import type { EventStore } from './event-store.js';
import { messagesOf } from './link-resolver.js';
import { readResponses } from './read-response.js';
import type { ReplyStream } from './reply-stream.js';

export interface AllSubscriptionOptions {
  /** The first event that may be delivered. */
  readonly first: number;
  readonly filter: EventFilter | undefined;
  /** Of filtered subscriptions: after how many considered events the subscriber learns how far it is. */
  readonly checkpointInterval: number;
  readonly resolveLinks: boolean;
}

/** A live subscriber so many events behind is told that it fell behind, and then when it has caught up again. */
const behindMax = 1_024;

/**
 * A subscription to the whole log. It reads at the pace of its subscriber and holds no more than a page, so a slow
 * subscriber costs nothing: "live" is just having read everything.
 */
export class AllSubscription {
  private readonly matches: (event: number) => boolean;
  private next: number;
  private live = false;
  /** The event up to which, not included, the subscriber knows the log to be considered. */
  private checkpointed: number;

  constructor(
    private readonly store: EventStore,
    private readonly options: AllSubscriptionOptions,
    private readonly reply: ReplyStream,
  ) {
    this.matches = compileFilter(store.index, options.filter);
    this.next = options.first;
    this.checkpointed = options.first;
  }

  /** Resolves when nobody listens any more. */
  async run(): Promise<void> {
    while (!this.reply.closed) {
      const behind = this.store.index.durableCount - this.next;
      if (behind > 0) await this.deliver(behind);
      else if (this.live) await this.reply.until((wake) => this.store.onDurable(wake));
      else await this.goLive();
    }
  }

  private async goLive(): Promise<void> {
    this.live = true;
    const isNews = this.next > this.checkpointed || this.next === this.options.first;
    const checkpoints =
      this.options.filter !== undefined && this.next > 0 && isNews ? [this.checkpoint(this.next)] : [];
    await this.reply.send([...checkpoints, readResponses.caughtUp()]);
  }

  private async deliver(behind: number): Promise<void> {
    const { index } = this.store;
    if (this.live && behind > behindMax) {
      this.live = false;
      await this.reply.send([readResponses.fellBehind()]);
    }
    const range = { from: this.next, until: index.durableCount, step: 1, countMax: Number.POSITIVE_INFINITY } as const;
    const page = pageOfLog(index, { ...range, matches: this.matches });
    const records = await this.store.records.read(page.events);
    if (records.length === 0) await nextTurn();
    this.next = page.next;
    const events = await messagesOf(this.store, records, this.options.resolveLinks);
    await this.reply.send(this.options.filter === undefined ? events : this.withCheckpoints(page, events));
  }

  private *withCheckpoints(page: EventPage, messages: readonly Buffer[]): Generator<Buffer> {
    const interval = this.options.checkpointInterval;
    let at = 0;
    while (this.checkpointed + interval <= page.next) {
      const considered = this.checkpointed + interval;
      while ((page.events[at] ?? Number.POSITIVE_INFINITY) < considered) yield messages[at++] ?? Buffer.alloc(0);
      yield this.checkpoint(considered);
    }
    yield* messages.slice(at);
  }

  private checkpoint(considered: number): Buffer {
    this.checkpointed = considered;
    return readResponses.checkpoint(this.store.index.positionOf(considered - 1));
  }
}
