import type { AllStreamResolvedEvent, ResolvedEvent } from '@eventstore/db-client';
import { UnreadableEvent } from './event-streams.errors.js';
import type { EventMetadata, StoredEvent } from './event-streams.js';
import type { JsonObject } from './json.js';
import { ReceivedEvent } from './received-event.codec.js';

/** Of a subscription: decoded by hand, or by the client where something in it is rare. */
export type Received = ReceivedEvent | AllStreamResolvedEvent;

/** @throws UnreadableEvent as `toStoredEvent` does. */
export function storedEventOf(received: Received): StoredEvent {
  if (!(received instanceof ReceivedEvent)) return toStoredEvent(received);
  const { id, type, streamName, revision, position, created } = received;
  const data = parsed(received.data);
  const metadata = parsed(received.metadata);
  if (!isJsonObject(data)) throw unreadable(received, 'its data is no JSON object');
  if (!isMetadata(metadata)) throw unreadable(received, 'its metadata is not ours');
  return { id, type, data, metadata, streamName, revision, position, recordedAt: new Date(created) };
}

/** @throws UnreadableEvent when the data is not a JSON object or the metadata does not say who and why. */
export function toStoredEvent({ event, commitPosition }: ResolvedEvent | AllStreamResolvedEvent): StoredEvent {
  if (!event) throw new UnreadableEvent('A link to nothing');
  const { id, type, data, metadata, streamId, revision, created } = event;
  if (!isJsonObject(data)) throw unreadable({ ...event, streamName: streamId }, 'its data is no JSON object');
  if (!isMetadata(metadata)) throw unreadable({ ...event, streamName: streamId }, 'its metadata is not ours');
  const position = event.position ?? { commit: commitPosition ?? 0n, prepare: commitPosition ?? 0n };
  return { id, type, data, metadata, streamName: streamId, revision, position, recordedAt: created };
}

function unreadable(
  { revision, streamName, type }: Pick<StoredEvent, 'revision' | 'streamName' | 'type'>,
  why: string,
): UnreadableEvent {
  return new UnreadableEvent(`${revision}@${streamName} (${type}): ${why}`);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
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
