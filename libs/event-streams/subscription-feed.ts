import type { AllStreamSubscription } from '@eventstore/db-client';
import type { OpenClient } from './client-guards.js';
import { readError } from './client-errors.js';
import { Deadline, timedOut } from './deadline.js';
import { deferred } from './deferred.js';
import { clientFilter } from './event-filter.js';
import { StoreUnavailable } from './event-streams.errors.js';
import type { EventFilter, Position, StoredEvent } from './event-streams.js';
import { subscribeByHand } from './received-events.js';
import { storedEventOf, type Received } from './stored-event.js';

export interface FeedSource {
  readonly opened: OpenClient;
  readonly after: Position | 'start';
  readonly filter: EventFilter | undefined;
  readonly confirmMs: number;
}

/** What a feed tells, in the order of the log. What these throw ends the feed. */
export interface FeedListener {
  onEvent(event: StoredEvent): void;
  /** The server has looked at everything up to here. */
  onCheckpoint(position: Position): void;
  onLive(live: boolean): void;
}

interface Mark {
  /** Due once this many events have been handed on. */
  readonly after: number;
  readonly act: () => void;
}

/** One connection's worth of a subscription: it ends at the first fault and never comes back. */
export class SubscriptionFeed {
  private readonly subscription: AllStreamSubscription;
  private readonly end = deferred<Error>();
  private readonly confirmation: Deadline;
  private readonly marks: Mark[] = [];
  private handedOn = 0;
  private heardAt = performance.now();
  private over = false;

  /** Why it ended; a StoreUnavailable is worth another connection. */
  readonly ended = this.end.promise;

  constructor(
    private readonly source: FeedSource,
    private readonly listener: FeedListener,
  ) {
    const { opened, after, filter, confirmMs } = source;
    const patience = { ms: confirmMs };
    this.confirmation = new Deadline(patience, () => this.fail(timedOut(patience)));
    const checkpoint = (position: Position): void => this.inOrder(() => listener.onCheckpoint(position));
    const options = { fromPosition: after, filter: clientFilter(filter, checkpoint) };
    this.subscription = subscribeByHand(opened.client, options, (received) => this.handOn(received));
    this.listen();
  }

  /** Milliseconds since the server last said anything. */
  get quietMs(): number {
    return performance.now() - this.heardAt;
  }

  pause(): void {
    this.subscription.pause();
  }

  resume(): void {
    this.subscription.resume();
  }

  fail(error: Error): void {
    if (this.over) return;
    this.over = true;
    this.confirmation.clear();
    this.end.resolve(readError(error, '$all'));
    void this.letGo();
  }

  private async letGo(): Promise<void> {
    await this.subscription.unsubscribe().catch(() => {});
    await this.source.opened.close();
  }

  private listen(): void {
    // Stays attached: an unhandled 'error' would end the process.
    this.subscription.on('error', (error) => this.fail(error));
    this.subscription.on('end', () => this.fail(new StoreUnavailable('The store ended the subscription')));
    this.subscription.on('close', () => this.fail(new StoreUnavailable('The subscription was closed')));
    this.subscription.on('confirmation', () => this.confirmation.clear());
    this.subscription.on('caughtUp', () => this.inOrder(() => this.listener.onLive(true)));
    this.subscription.on('fellBehind', () => this.inOrder(() => this.listener.onLive(false)));
    this.subscription.on('data', (received: Received) => this.handOn(received));
  }

  private handOn(received: Received): void {
    this.heardAt = performance.now();
    this.attempt(() => this.listener.onEvent(storedEventOf(received)));
    this.handedOn++;
    for (let mark = this.marks[0]; mark && mark.after <= this.handedOn; mark = this.marks[0]) {
      this.marks.shift();
      this.attempt(mark.act);
    }
  }

  /** The client announces these past the events that still stand in its buffer, so they wait for those. */
  private inOrder(act: () => void): void {
    this.heardAt = performance.now();
    const after = this.handedOn + this.subscription.readableLength;
    if (after === this.handedOn) this.attempt(act);
    else this.marks.push({ after, act });
  }

  private attempt(act: () => void): void {
    if (this.over) return;
    try {
      act();
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
