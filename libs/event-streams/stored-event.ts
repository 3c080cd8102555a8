import { jsonEvent, type AllStreamResolvedEvent, type JSONEventData, type ResolvedEvent } from '@eventstore/db-client';
import { AppendRefused, UnreadableEvent } from './event-streams.errors.js';
import type { EventMetadata, NewEvent, StoredEvent } from './event-streams.js';
import type { JsonObject } from './json.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The default limit of one append in the older servers; what is larger does not belong into one decision. */
export const appendBytesMax = 1024 * 1024;

const utf8 = new TextEncoder();

/**
 * Data are serialized here once more than needed, because the client does it where an exception ends the process.
 * Metadata are handed over as bytes, which the client leaves alone.
 * @throws AppendRefused for what JSON cannot hold (a bigint, a cycle), for an id that is no UUID and for more than
 * `appendBytesMax`.
 */
export function toEventData(events: readonly NewEvent[]): JSONEventData[] {
  let bytes = 0;
  const encoded = events.map(({ id, type, data, metadata }) => {
    if (!uuid.test(id)) throw new AppendRefused('An event id must be a UUID');
    const metadataBytes = utf8.encode(toJson(metadata));
    bytes += Buffer.byteLength(toJson(data)) + metadataBytes.length;
    return jsonEvent({ id, type, data: { ...data }, metadata: metadataBytes });
  });
  if (bytes > appendBytesMax) throw new AppendRefused(`One append may hold ${appendBytesMax} bytes, not ${bytes}`);
  return encoded;
}

function toJson(value: object): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw new AppendRefused('Event data and metadata must be plain JSON', { cause: error });
  }
}

/** @throws UnreadableEvent when the data is not a JSON object or the metadata does not say who and why. */
export function toStoredEvent({ event, commitPosition }: ResolvedEvent | AllStreamResolvedEvent): StoredEvent {
  if (!event) throw new UnreadableEvent('A link to nothing');
  const { id, type, data, metadata, streamId, revision, created } = event;
  if (!isJsonObject(data)) throw new UnreadableEvent(`${revision}@${streamId} (${type}): its data is no JSON object`);
  if (!isMetadata(metadata)) throw new UnreadableEvent(`${revision}@${streamId} (${type}): its metadata is not ours`);
  const position = event.position ?? { commit: commitPosition ?? 0n, prepare: commitPosition ?? 0n };
  return { id, type, data, metadata, streamName: streamId, revision, position, recordedAt: created };
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function isMetadata(value: unknown): value is EventMetadata {
  return (
    isJsonObject(value) && isText(value['correlationId']) && isText(value['causationId']) && isText(value['actor'])
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
