import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import {
  comparePositions,
  EventStreams,
  type EventFilter,
  type LogPoint,
  type Position,
  type StoredEvent,
  type StreamSlice,
  type Subscription,
  type SubscriptionOptions,
} from '#libs/event-streams/event-streams.js';
import type { JsonObject } from '#libs/decider/json.js';

const recordedAt = new Date('2025-03-30T01:30:00.000Z');
const metadata = { correlationId: 'c', causationId: 'c', actor: 'worker' };

/** Where and when an event stands, if that matters. */
export interface When {
  readonly place?: bigint;
  readonly recordedAt?: Date;
  readonly effectiveAt?: Date;
  readonly correlationId?: string;
}

/** An event log in memory, for specs of the engine alone. The end-to-end tests have a real one. */
export class MemoryLog extends EventStreams {
  readonly events: StoredEvent[] = [];
  readonly #changed = new EventEmitter().setMaxListeners(0);
  readonly #revisions = new Map<string, bigint>();
  /** Like servers that tell only now and then how many foreign events they have passed over. */
  keepsQuietAboutOthers = false;
  #broken: string | undefined;
  subscriptions = 0;

  constructor(private readonly batchSize = 100) {
    super();
  }

  /** Appends without asking for an expected revision. */
  record(streamName: string, type: string, data: JsonObject, when: When = {}): StoredEvent {
    const revision = (this.#revisions.get(streamName) ?? -1n) + 1n;
    const { place = BigInt(this.events.length + 1) * 100n, effectiveAt, correlationId = metadata.correlationId } = when;
    const own = { ...metadata, correlationId };
    const about = {
      position: { commit: place, prepare: place },
      recordedAt: when.recordedAt ?? recordedAt,
      metadata: effectiveAt ? { ...own, effectiveAt: effectiveAt.toISOString() } : own,
    };
    const event = { id: randomUUID(), type, data, streamName, revision, ...about };
    this.#revisions.set(streamName, revision);
    this.events.push(event);
    this.#changed.emit('change');
    return event;
  }

  /** Subscriptions to these streams end with an error. */
  breakAt(prefix: string): void {
    this.#broken = prefix;
  }

  override head(): Promise<Position | undefined> {
    return Promise.resolve(this.events.at(-1)?.position);
  }

  override async *readAll(after: LogPoint, filter?: EventFilter): AsyncIterable<StoredEvent> {
    for (const event of this.events.slice(this.#indexAfter(after))) if (isWanted(event, filter)) yield event;
  }

  override subscribe(options: SubscriptionOptions): Subscription {
    const stopped = new AbortController();
    this.subscriptions++;
    const done = this.#deliver(options, stopped.signal);
    return {
      done,
      stop: async () => {
        stopped.abort();
        this.#changed.emit('change');
        await done.catch(() => undefined);
      },
    };
  }

  override ping(): Promise<void> {
    return Promise.resolve();
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }

  override read(): Promise<StreamSlice> {
    return Promise.reject(new Error('Not for these specs'));
  }

  override find(): Promise<undefined> {
    return Promise.reject(new Error('Not for these specs'));
  }

  override append(): Promise<never> {
    return Promise.reject(new Error('Not for these specs'));
  }

  async #deliver({ after, filter, onBatch }: SubscriptionOptions, stopped: AbortSignal): Promise<void> {
    if (this.#broken !== undefined && filter?.streamPrefixes?.includes(this.#broken))
      throw new Error(`Events of ${this.#broken} are missing`);
    for (let next = this.#indexAfter(after); !stopped.aborted; ) {
      const slice = this.events.slice(next, next + this.batchSize);
      next += slice.length;
      const considered = slice.at(-1)?.position ?? this.events.at(-1)?.position;
      const events = slice.filter((event) => isWanted(event, filter));
      const isTold = events.length > 0 || !this.keepsQuietAboutOthers;
      if (considered && isTold) await onBatch({ events, considered, live: next === this.events.length });
      if (next === this.events.length && !stopped.aborted) await once(this.#changed, 'change');
    }
  }

  #indexAfter(after: LogPoint): number {
    if (after === 'start') return 0;
    if (after === 'end') return this.events.length;
    const index = this.events.findIndex(({ position }) => comparePositions(position, after) > 0);
    return index === -1 ? this.events.length : index;
  }
}

function isWanted({ streamName }: StoredEvent, filter: EventFilter | undefined): boolean {
  return filter?.streamPrefixes?.some((prefix) => streamName.startsWith(prefix)) ?? true;
}
