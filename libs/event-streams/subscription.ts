import { BatchInbox } from './batch-inbox.js';
import type { OpenClient } from './client-guards.js';
import { pause } from './deadline.js';
import { ReadRefused, RevisionGap, StoreUnavailable } from './event-streams.errors.js';
import type { Position, StoredEvent, Subscription, SubscriptionOptions } from './event-streams.js';
import type { Log } from './log.js';
import { LogOrder } from './log-order.js';
import { RepeatedLog } from './repeated-log.js';
import { stalled } from './stall-watchdog.js';
import type { RecentEvent } from './stream-reader.js';
import { SubscriptionFeed } from './subscription-feed.js';
import { backOff, type StoreTiming } from './timing.js';

const batchSizeMaxDefault = 2_000;

/** What a subscription needs of the store. */
export interface SubscriptionStore {
  /** A client of its own: a dead connection must not be shared with the one that looks for stalls. */
  open(): OpenClient;
  recent(): Promise<readonly RecentEvent[]>;
  readonly timing: StoreTiming;
  readonly log: Log;
}

/**
 * A catch-up subscription that mends itself: at any fault of the connection it subscribes again after what it has
 * received, so its owner sees every event once and in order. It ends by `stop()`, by what `onBatch` throws, by an
 * event that cannot be read and by a gap in the log that a second connection shows again.
 */
export class SupervisedSubscription implements Subscription {
  readonly done: Promise<void>;
  private readonly stopping = new AbortController();
  private readonly inbox: BatchInbox;
  private readonly outages: RepeatedLog;
  private feed: SubscriptionFeed | undefined;
  private order: LogOrder | undefined;
  private gap: string | undefined;

  constructor(
    private readonly options: SubscriptionOptions,
    private readonly store: SubscriptionStore,
  ) {
    this.outages = new RepeatedLog(store.log, options.name);
    this.inbox = new BatchInbox({
      batchSizeMax: options.batchSizeMax ?? batchSizeMaxDefault,
      considered: () => this.order?.considered,
      onFull: (full) => (full ? this.feed?.pause() : this.feed?.resume()),
    });
    this.done = this.run();
    // Said in the log; whoever awaits `done` still gets it.
    this.done.catch((error: unknown) => store.log.error({ context: options.name, error }, 'subscription-ended'));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.inbox.close();
    this.feed?.fail(new StoreUnavailable('Stopped'));
    await this.done.catch(() => {});
  }

  private async run(): Promise<void> {
    const receiving = this.receive().catch((error: Error) => this.inbox.close(error));
    try {
      await this.deliver();
    } finally {
      this.stopping.abort();
      this.feed?.fail(new StoreUnavailable('Stopped'));
      await receiving;
    }
  }

  private async deliver(): Promise<void> {
    for (let batch = await this.inbox.next(); batch; batch = await this.inbox.next()) await this.options.onBatch(batch);
  }

  private async receive(): Promise<void> {
    const order = (this.order = new LogOrder(await this.startingPoint()));
    let tries = 0;
    while (!this.stopping.signal.aborted) {
      const before = order.considered;
      const fault = await this.receiveFrom(order);
      if (this.stopping.signal.aborted) return;
      if (!this.isPassing(fault)) throw fault;
      this.outages.failed(fault.message);
      tries = order.considered === before ? tries + 1 : 1;
      await pause(backOff(tries, 50, this.store.timing.reconnectMaxMs), this.stopping.signal);
    }
  }

  /** One connection, until it ends; resolves with why. */
  private async receiveFrom(order: LogOrder): Promise<Error> {
    const { confirmMs, stallMs } = this.store.timing;
    const { filter } = this.options;
    this.inbox.setLive(false);
    const source = { opened: this.store.open(), after: order.reconnect(), filter, confirmMs };
    const feed = (this.feed = new SubscriptionFeed(source, this.listener(order)));
    if (this.inbox.full) feed.pause();
    const watch = new AbortController();
    const quietMs = (): number => (this.inbox.full ? 0 : feed.quietMs);
    const recent = async (): Promise<readonly RecentEvent[]> => this.store.recent();
    void stalled({ filter, stallMs, signal: watch.signal, quietMs, considered: () => order.considered, recent }).then(
      (isStalled) => isStalled && feed.fail(new StoreUnavailable('The log goes on, the subscription does not')),
    );
    const fault = await feed.ended;
    watch.abort();
    return fault;
  }

  private listener(order: LogOrder): ConstructorParameters<typeof SubscriptionFeed>[1] {
    return {
      onEvent: (event: StoredEvent) => {
        if (!order.accept(event)) return;
        this.gap = undefined;
        this.inbox.push(event);
      },
      onCheckpoint: (position: Position) => {
        order.reach(position);
        this.inbox.progress();
      },
      onLive: (live: boolean) => {
        if (live) this.outages.recovered();
        this.inbox.setLive(live);
      },
    };
  }

  /** A gap is believed when a second connection shows the same one. */
  private isPassing(fault: Error): boolean {
    if (fault instanceof ReadRefused) return fault.denied; // Servers deny while they start up.
    if (!(fault instanceof RevisionGap)) return fault instanceof StoreUnavailable;
    const seenBefore = this.gap === fault.message;
    this.gap = fault.message;
    return !seenBefore;
  }

  private async startingPoint(): Promise<Position | 'start'> {
    const { after } = this.options;
    return after === 'end' ? this.presentEnd() : after;
  }

  /** Fixed once, so that a reconnection before the first event misses nothing. */
  private async presentEnd(): Promise<Position | 'start'> {
    for (let tries = 1; !this.stopping.signal.aborted; tries++) {
      try {
        const [last] = await this.store.recent();
        return last?.position ?? 'start';
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        this.outages.failed(error.message);
        await pause(backOff(tries, 50, this.store.timing.reconnectMaxMs), this.stopping.signal);
      }
    }
    return 'start';
  }
}
