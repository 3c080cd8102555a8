import type { JsonObject } from './json.js';

/** The place of an event in the whole log. Opaque, ordered by commit, then prepare; not portable between servers. */
export interface Position {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** Before every event; what has been considered of a log in which nothing stands yet. */
export const logStart: Position = { commit: 0n, prepare: 0n };

/** What a stream must look like for an append to be taken: its last event's revision, or that it does not exist yet. */
export type ExpectedRevision = bigint | 'no-stream';

/** Who caused an event and why. Never business data, never a secret. */
export interface EventMetadata {
  readonly correlationId: string;
  readonly causationId: string;
  /** Who acted: `key:<id>`, `worker`, `gate`, `user:<id>`. */
  readonly actor: string;
  /** The operator whose event it is: whoever the money, wallet or configuration belongs to (IN-02). */
  readonly onBehalfOf?: string;
  readonly requestId?: string;
  readonly idempotencyKey?: string;
  readonly traceparent?: string;
  /** ISO instant at which the fact took effect, where that differs from when it was recorded. */
  readonly effectiveAt?: string;
}

/** An event on its way in. `type` carries the version: `PayoutSettled.v1`. */
export interface NewEvent {
  /** UUID. The same id at the same place makes a repeated append a no-op. */
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
}

export interface StoredEvent extends NewEvent {
  readonly streamName: string;
  readonly revision: bigint;
  readonly position: Position;
  readonly recordedAt: Date;
}

export interface StreamSlice {
  /**
   * The revision of the last event read; the one before `fromRevision` when nothing follows; `no-stream` when the
   * stream does not exist or was deleted.
   */
  readonly revision: ExpectedRevision;
  readonly events: readonly StoredEvent[];
}

export interface AppendResult {
  readonly revision: bigint;
  readonly position: Position;
}

/** Which events of the log a reader wants. Prefixes are ordinal ASCII; none means every event but the server's own. */
export interface EventFilter {
  readonly streamPrefixes?: readonly string[];
}

/** Somewhere in the log: after an event, before the first, or after the last at the time of asking. */
export type LogPoint = Position | 'start' | 'end';

/** The one door to the event store. Errors: event-streams.errors.ts. */
export abstract class EventStreams {
  /**
   * Forward from `fromRevision` (inclusive; default the first) to the end of the stream.
   * @throws StoreUnavailable, StreamDeleted, ReadRefused; UnreadableEvent for an event that this port did not write.
   */
  abstract read(streamName: string, fromRevision?: bigint): Promise<StreamSlice>;

  /** One event of a stream, by its revision or the last of all; undefined when there is none. @throws as `read` does. */
  abstract find(streamName: string, revision: bigint | 'last'): Promise<StoredEvent | undefined>;

  /**
   * Durable when it resolves. An ambiguous outcome is resolved inside by repeating the same append (same ids, same
   * expected revision) within bounds.
   * @throws RevisionConflict when the stream is elsewhere; StoreUnavailable when the outcome stayed unknown;
   * AppendRefused, for more than 1 MiB among others; StreamDeleted.
   */
  abstract append(streamName: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult>;

  /** The log forward, after `after`, in order, until its end when reading began. @throws as `Subscription.done` does. */
  abstract readAll(after: LogPoint, filter?: EventFilter): AsyncIterable<StoredEvent>;

  /** The position of the last event in the log, or undefined when it is empty. */
  abstract head(): Promise<Position | undefined>;

  /**
   * A catch-up subscription that mends itself: every event after `after` once, in order, whatever happens to the
   * connection. From `end` it begins at the head of the log at the time of the call.
   */
  abstract subscribe(options: SubscriptionOptions): Subscription;

  /** Resolves when the store answers. */
  abstract ping(): Promise<void>;

  abstract close(): Promise<void>;
}

export interface SubscriptionOptions {
  /** Names the subscription in logs and metrics. */
  readonly name: string;
  readonly after: LogPoint;
  readonly filter?: EventFilter;
  /**
   * Called with one batch at a time, never concurrently; the next batch waits for it. When it throws, the subscription
   * ends and `done` rejects with what it threw: what to do about a bad event is its owner's decision. It must not wait
   * for `stop()`, which waits for it.
   */
  readonly onBatch: (batch: EventBatch) => Promise<void>;
  /** Events in one batch at most; 2,000 unless told. Another batch is read ahead meanwhile. */
  readonly batchSizeMax?: number;
}

export interface EventBatch {
  readonly events: readonly StoredEvent[];
  /**
   * Everything up to here has been considered: what the owner stores to come back to. At the last event or past it
   * where the filter left events out, but never past what the store has proved (F7.7), so for a filter that little
   * matches it stays behind the head of the log even when `live`.
   */
  readonly considered: Position;
  /**
   * False while history is being read, true once the end was reached. A batch may be without events: when the end is
   * reached, and at most once a second when only `considered` has moved.
   */
  readonly live: boolean;
}

export interface Subscription {
  /** Stops after the batch in hand. */
  stop(): Promise<void>;
  /**
   * Resolves after `stop()`. Rejects with what `onBatch` threw, with UnreadableEvent or RevisionGap when the log cannot
   * be followed without guessing, or with ReadRefused when `after` is no place in this log (F7.9). Lost connections are
   * mended inside.
   */
  readonly done: Promise<void>;
}

/** For metadata: the operator whose event it is, if it is any operator's (IN-02). */
export function onBehalfOf(operatorId: string | undefined): Pick<EventMetadata, 'onBehalfOf'> {
  return operatorId === undefined ? {} : { onBehalfOf: operatorId };
}

export function comparePositions(a: Position, b: Position): number {
  if (a.commit !== b.commit) return a.commit < b.commit ? -1 : 1;
  if (a.prepare !== b.prepare) return a.prepare < b.prepare ? -1 : 1;
  return 0;
}
