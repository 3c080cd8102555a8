import type { JsonObject } from './json.js';

/** The place of an event in the whole log. Opaque, ordered by commit, then prepare; not portable between servers. */
export interface Position {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** What a stream must look like for an append to be taken: its last event's revision, or that it does not exist yet. */
export type ExpectedRevision = bigint | 'no-stream';

/** Who caused an event and why. Never business data, never a secret. */
export interface EventMetadata {
  readonly correlationId: string;
  readonly causationId: string;
  /** Who acted: `key:<id>`, `worker`, `gate`, `user:<id>`. */
  readonly actor: string;
  /** The operator on whose behalf the actor acted (IN-02). */
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
  /** The revision of the last event read, or `no-stream` when the stream does not exist or was deleted. */
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
  /** Forward from `fromRevision` (inclusive; default the first) to the end of the stream. */
  abstract read(streamName: string, fromRevision?: bigint): Promise<StreamSlice>;

  /**
   * Durable when it resolves. An ambiguous outcome is resolved inside by repeating the same append (same ids, same
   * expected revision) within bounds.
   * @throws RevisionConflict when the stream is elsewhere; StoreUnavailable when the outcome stayed unknown.
   */
  abstract append(streamName: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult>;

  /** The log forward, after `after`, in order, until its end at the time of reading. */
  abstract readAll(after: LogPoint, filter?: EventFilter): AsyncIterable<StoredEvent>;

  /** The position of the last event in the log, or undefined when it is empty. */
  abstract head(): Promise<Position | undefined>;

  /** A supervised catch-up subscription; see subscription.ts. */
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
   * ends and `done` rejects with what it threw: what to do about a bad event is its owner's decision.
   */
  readonly onBatch: (batch: EventBatch) => Promise<void>;
  readonly batchSizeMax?: number;
}

export interface EventBatch {
  readonly events: readonly StoredEvent[];
  /** Everything up to here has been considered; past the last event where the filter left events out. */
  readonly considered: Position;
  /** False while history is being read, true once the end was reached. */
  readonly live: boolean;
}

export interface Subscription {
  /** Stops after the batch in hand. */
  stop(): Promise<void>;
  /** Resolves after `stop()`; rejects with what `onBatch` threw. Lost connections are mended inside. */
  readonly done: Promise<void>;
}

export function comparePositions(a: Position, b: Position): number {
  if (a.commit !== b.commit) return a.commit < b.commit ? -1 : 1;
  if (a.prepare !== b.prepare) return a.prepare < b.prepare ? -1 : 1;
  return 0;
}
