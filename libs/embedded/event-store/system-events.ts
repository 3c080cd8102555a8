import type { BatchEntry, ProposedEvent } from './batch-builder.js';
import { deletionMetadata, metadataEventType, metadataStreamOf, withTruncateBefore } from './stream-metadata.js';

/** Soft-deletes a stream. */
export function deletionEntry(streamName: string, id: string): BatchEntry {
  return { streamName: metadataStreamOf(streamName), event: systemEvent(id, metadataEventType, deletionMetadata) };
}

/** Closes a stream for ever. */
export function tombstoneEntry(streamName: string, id: string): BatchEntry {
  return { streamName, event: systemEvent(id, '$streamDeleted', '{}'), tombstone: true };
}

/** Makes a soft-deleted stream readable again from a revision on; the rest of its metadata stays. */
export function revivalEntry(streamName: string, firstRevision: number, metadata: string, id: string): BatchEntry {
  const event = systemEvent(id, metadataEventType, withTruncateBefore(metadata, firstRevision));
  return { streamName: metadataStreamOf(streamName), event };
}

function systemEvent(id: string, type: string, json: string): ProposedEvent {
  return { id, type, contentType: 'application/json', data: Buffer.from(json), customMetadata: new Uint8Array() };
}
