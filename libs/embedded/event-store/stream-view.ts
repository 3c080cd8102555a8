import type { EventStore } from './event-store.js';
import { describedStreamOf, firstKeptRevision, isMetadataStream, isSoftDeleted } from './stream-metadata.js';

/** What of a stream can be read at one moment. */
export type StreamView =
  | { readonly kind: 'missing' }
  | { readonly kind: 'tombstoned' }
  | {
      readonly kind: 'readable';
      readonly lastEvent: number;
      readonly firstRevision: number;
      readonly lastRevision: number;
    };

/** The stream as of now, without what its `$tb`, `$maxCount` and `$maxAge` hide. */
export async function viewStream(store: EventStore, streamName: string): Promise<StreamView> {
  const { index, retention } = store;
  const before = index.durableCount;
  if (isClosed(store, streamName)) return { kind: 'tombstoned' };
  const lastEvent = index.lastEvent(streamName, before);
  const kept = retention.of(streamName, before);
  if (lastEvent === undefined || isSoftDeleted(kept)) return { kind: 'missing' };
  const lastRevision = index.revisionOf(lastEvent);
  const view = {
    kind: 'readable',
    lastEvent,
    lastRevision,
    firstRevision: firstKeptRevision(kept, lastRevision),
  } as const;
  if (kept.maxAgeMs === undefined) return view;
  return { ...view, firstRevision: await firstCreatedSince(store, view, store.now() - kept.maxAgeMs) };
}

/** A stream, or the stream that it describes, has a tombstone. */
export function isClosed({ index }: EventStore, streamName: string): boolean {
  const closing = isMetadataStream(streamName) ? describedStreamOf(streamName) : streamName;
  return index.isTombstoned(closing, index.durableCount);
}

/** Searches by halves: the events of a stream are as old as their order says. */
async function firstCreatedSince(
  { index, records }: EventStore,
  { lastEvent, firstRevision, lastRevision }: Extract<StreamView, { kind: 'readable' }>,
  since: number,
): Promise<number> {
  let low = firstRevision;
  let high = lastRevision + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [record] = await records.read([index.atRevision(lastEvent, middle)]);
    if (record === undefined || record.created < since) low = middle + 1;
    else high = middle;
  }
  return low;
}
