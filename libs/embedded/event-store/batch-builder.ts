import type { EventIndex } from './event-index.js';
import { encodeRecord, recordFlags } from './record.codec.js';
import type { RecordBatch } from './segment.log.js';

/** An event on its way in, checked. */
export interface ProposedEvent {
  /** UUID, lower case. */
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly customMetadata: Uint8Array;
}

export interface BatchEntry {
  readonly streamName: string;
  readonly event: ProposedEvent;
  readonly tombstone?: boolean;
}

export interface BuiltBatch extends RecordBatch {
  /** The number of the first event; the others follow. */
  readonly firstEvent: number;
}

/** Gives events their place at the end of the log: enters them in the index and encodes their records. */
export function buildBatch(index: EventIndex, entries: readonly BatchEntry[], now: number): BuiltBatch {
  const firstEvent = index.count;
  const records = entries.map((entry, at) => {
    const order = (at === 0 ? recordFlags.firstOfBatch : 0) | (at === entries.length - 1 ? recordFlags.lastOfBatch : 0);
    return placeRecord(index, entry, order, now);
  });
  return { firstEvent, records, bytes: records.reduce((sum, record) => sum + record.length, 0) };
}

function placeRecord(index: EventIndex, entry: BatchEntry, order: number, now: number): Buffer {
  const { streamName, event, tombstone = false } = entry;
  const stream = index.streamNames.intern(streamName);
  const number = index.add(stream, index.typeNames.intern(event.type), index.end);
  if (tombstone) index.markTombstone(number);
  const record = encodeRecord({
    id: event.id,
    streamName: Buffer.from(streamName),
    type: Buffer.from(event.type),
    contentType: Buffer.from(event.contentType),
    data: event.data,
    customMetadata: event.customMetadata,
    revision: index.revisionOf(number),
    position: index.end,
    created: now,
    flags: order | (tombstone ? recordFlags.tombstone : 0),
  });
  index.end += record.length;
  return record;
}
