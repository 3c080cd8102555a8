import {
  decideAppend,
  decideDeletion,
  decideTombstone,
  noRevision,
  type AppendDecision,
  type ExpectedRevision,
  type StreamState,
} from './append.rules.js';
import { buildBatch, type BatchEntry, type ProposedEvent } from './batch-builder.js';
import { EventIndex } from './event-index.js';
import { GroupCommit } from './group-commit.js';
import type { LogFolder } from './log.recovery.js';
import { RecentIds } from './recent-ids.js';
import { RecordReader } from './record-reader.js';
import { RetentionReader } from './retention-reader.js';
import { SegmentLog } from './segment.log.js';
import {
  describedStreamOf,
  isMetadataStream,
  isSoftDeleted,
  metadataStreamOf,
  parseRetention,
} from './stream-metadata.js';
import { deletionEntry, revivalEntry, tombstoneEntry } from './system-events.js';

export interface AppendRequest {
  readonly streamName: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly ProposedEvent[];
}

/** `revision` is that of the stream's last event, or `noRevision`; `position` that of its record. */
export type AppendOutcome =
  | { readonly kind: 'appended'; readonly revision: number; readonly position: number | undefined }
  | { readonly kind: 'wrong-expected-version'; readonly current: number }
  | { readonly kind: 'stream-deleted' };

export interface EventStoreOptions extends LogFolder {
  /** A file of the log is closed, and a new one begun, when it would grow beyond this. */
  readonly segmentBytes: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
}

/** Appends to streams, durably. What it acknowledged is on disk and visible to every reader. */
export class EventStore {
  readonly records: RecordReader;
  readonly retention: RetentionReader;
  private readonly commit: GroupCommit;
  private readonly recentIds = new RecentIds();
  private readonly waiting = new Set<() => void>();
  private complete = true;

  private constructor(
    private readonly log: SegmentLog,
    readonly index: EventIndex,
    private readonly options: EventStoreOptions,
  ) {
    this.records = new RecordReader(log, index);
    this.retention = new RetentionReader(index, this.records);
    this.commit = new GroupCommit(log, (batches) => {
      for (const { records } of batches) this.records.forgetWritten(records);
      this.publish(batches.reduce((sum, { records }) => sum + records.length, 0));
    });
  }

  /** @throws LogDamaged */
  static async open(options: EventStoreOptions): Promise<EventStore> {
    const index = new EventIndex();
    const log = await SegmentLog.open(options, index, options.segmentBytes);
    index.durableCount = index.count;
    return new EventStore(log, index, options);
  }

  /** Resolves with the reason when the store stopped because it could not write. */
  get failed(): Promise<Error> {
    return this.commit.failed;
  }

  now(): number {
    return this.options.now();
  }

  /** @throws StoreStopped: it may or may not have been stored. */
  async append(request: AppendRequest): Promise<AppendOutcome> {
    const { streamName, expected, events } = request;
    const state = this.stateOf(streamName);
    const last = this.index.lastEvent(streamName, this.index.count);
    const ids = events.map((event) => event.id);
    const decision = decideAppend(state, expected, ids, {
      idAt: (revision) => this.idAt(last, revision),
      recentRevisionOf: (id) => this.recentRevisionOf(streamName, id),
    });
    if (decision.kind === 'append') return this.appendNew(request, state);
    // The answer may follow from events that are not durable yet.
    await this.commit.settled();
    if (decision.kind !== 'repeat') return refusalOf(decision, state);
    return this.appended(this.index.atRevision(last ?? Number.NaN, decision.revision));
  }

  /** Soft-deletes a stream: it reads as missing until somebody appends to it again, at the next revision. */
  delete(streamName: string, expected: ExpectedRevision): Promise<AppendOutcome> {
    const entry = deletionEntry(streamName, this.options.newId());
    return this.appendSystem(streamName, (state) => decideDeletion(state, expected), entry);
  }

  /** Closes a stream for ever. */
  tombstone(streamName: string, expected: ExpectedRevision): Promise<AppendOutcome> {
    const entry = tombstoneEntry(streamName, this.options.newId());
    return this.appendSystem(streamName, (state) => decideTombstone(state, expected), entry);
  }

  /** Calls back when more events have become durable, until that is taken back. */
  onDurable(wake: () => void): () => void {
    this.waiting.add(wake);
    return () => this.waiting.delete(wake);
  }

  /** Refuses appends from now on; resolves when those it has are durable, or never will be. */
  async refuse(reason: Error): Promise<void> {
    this.complete = await this.commit.drain(reason);
  }

  /** Closes the files. Nobody may read or append any more. */
  async close(): Promise<void> {
    await this.log.close(this.complete);
  }

  /** Appends an event of the server's own if the state of the stream allows it. */
  private async appendSystem(
    streamName: string,
    decide: (state: StreamState) => AppendDecision,
    entry: BatchEntry,
  ): Promise<AppendOutcome> {
    const state = this.stateOf(streamName);
    const decision = decide(state);
    if (decision.kind === 'append') return this.appended(await this.write([entry]));
    await this.commit.settled();
    return refusalOf(decision, state);
  }

  private stateOf(streamName: string): StreamState {
    const { count } = this.index;
    const last = this.index.lastEvent(streamName, count);
    const closing = isMetadataStream(streamName) ? describedStreamOf(streamName) : streamName;
    return {
      revision: last === undefined ? noRevision : this.index.revisionOf(last),
      hasMetadata: this.index.lastEvent(metadataStreamOf(streamName), count) !== undefined,
      softDeleted: isSoftDeleted(this.retention.of(streamName, count)),
      tombstoned: this.index.isTombstoned(closing, count),
    };
  }

  private idAt(last: number | undefined, revision: number): string | undefined {
    if (last === undefined || revision > this.index.revisionOf(last)) return undefined;
    return this.records.readSync(this.index.atRevision(last, revision)).id;
  }

  private recentRevisionOf(streamName: string, id: string): number | undefined {
    const event = this.recentIds.find(id);
    if (event === undefined || this.index.streamNameOf(event) !== streamName) return undefined;
    return this.index.revisionOf(event);
  }

  private async appendNew({ streamName, events }: AppendRequest, state: StreamState): Promise<AppendOutcome> {
    if (events.length === 0) {
      await this.commit.settled();
      return { kind: 'appended', revision: state.revision, position: undefined };
    }
    const own = events.map((event) => ({ streamName, event }));
    const before = state.softDeleted ? [this.revival(streamName, state)] : [];
    const first = await this.write([...before, ...own, ...this.revivalByMetadata(streamName, events)]);
    return this.appended(first + before.length + own.length - 1);
  }

  /** Appending to a soft-deleted stream makes it readable again, from the first new event on. */
  private revival(streamName: string, state: StreamState): BatchEntry {
    const metadata = this.retention.text(streamName, this.index.count);
    return revivalEntry(streamName, state.revision + 1, metadata, this.options.newId());
  }

  /** So do new metadata, but the events that were deleted stay so. */
  private revivalByMetadata(metadataStream: string, events: readonly ProposedEvent[]): BatchEntry[] {
    if (!isMetadataStream(metadataStream)) return [];
    const streamName = describedStreamOf(metadataStream);
    const state = this.stateOf(streamName);
    const metadata = Buffer.from(events.at(-1)?.data ?? []).toString();
    if (!state.softDeleted || isSoftDeleted(parseRetention(metadata))) return [];
    return [revivalEntry(streamName, state.revision + 1, metadata, this.options.newId())];
  }

  /** Resolves with the number of the first event when all are durable. */
  private async write(entries: readonly BatchEntry[]): Promise<number> {
    this.commit.assertOpen();
    const batch = buildBatch(this.index, entries, this.options.now());
    this.records.keepUnwritten(batch.firstEvent, batch.records);
    entries.forEach(({ event }, at) => this.recentIds.add(event.id, batch.firstEvent + at));
    await this.commit.write(batch);
    return batch.firstEvent;
  }

  private appended(event: number): AppendOutcome {
    return { kind: 'appended', revision: this.index.revisionOf(event), position: this.index.positionOf(event) };
  }

  private publish(events: number): void {
    this.index.durableCount += events;
    for (const wake of this.waiting) wake();
  }
}

function refusalOf(decision: Exclude<AppendDecision, { kind: 'append' }>, state: StreamState): AppendOutcome {
  return decision.kind === 'stream-deleted'
    ? { kind: decision.kind }
    : { kind: 'wrong-expected-version', current: state.revision };
}
