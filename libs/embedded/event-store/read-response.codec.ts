import { fieldSize, ProtobufWriter, varintSize } from '../../protobuf/protobuf.writer.js';

/** An event with its place in the log, as it goes over the wire. */
export interface PlacedEvent {
  /** UUID in its usual text form. */
  readonly id: string;
  readonly streamName: Uint8Array;
  readonly type: Uint8Array;
  readonly contentType: Uint8Array;
  readonly data: Uint8Array;
  readonly customMetadata: Uint8Array;
  readonly revision: number | bigint;
  readonly position: number;
  /** Milliseconds since 1970. */
  readonly created: number;
}

const idBytes = 36;
const ticksPerMillisecond = 10_000;
const keys = { type: 'type', contentType: 'content-type', created: 'created' };

/** Where a `ReadResp` message holds the parts that the log looks up without decoding it. */
export interface EncodedEvent {
  readonly bytes: number;
  readonly nameAt: number;
  readonly typeAt: number;
}

/** The sizes of a `ReadResp` message and of the messages inside it, in bytes. */
interface Sizes {
  readonly response: number;
  readonly readEvent: number;
  readonly recordedEvent: number;
  readonly identifier: number;
}

/** Bytes that `writeReadResponse` will write. */
export function measureReadResponse(event: PlacedEvent): Sizes {
  const identifier = fieldSize(event.streamName.length);
  const recordedEvent =
    fieldSize(fieldSize(idBytes)) +
    fieldSize(identifier) +
    (1 + varintSize(event.revision)) +
    2 * (1 + varintSize(event.position)) +
    fieldSize(entrySize(keys.type, event.type.length)) +
    fieldSize(entrySize(keys.contentType, event.contentType.length)) +
    fieldSize(entrySize(keys.created, createdTicks(event).length)) +
    fieldSize(event.customMetadata.length) +
    fieldSize(event.data.length);
  const readEvent = fieldSize(recordedEvent) + 1 + varintSize(event.position);
  return { identifier, recordedEvent, readEvent, response: fieldSize(readEvent) };
}

/**
 * Writes the event as the `ReadResp { ReadEvent { RecordedEvent } }` message that every reader of it will get, so that
 * a read copies bytes and encodes nothing.
 */
export function writeReadResponse(event: PlacedEvent, sizes: Sizes, target: Buffer, at: number): EncodedEvent {
  const writer = new ProtobufWriter(target, at);
  writer.open(1, sizes.readEvent);
  writer.open(1, sizes.recordedEvent);
  writer.open(1, fieldSize(idBytes));
  writer.ascii(2, event.id);
  writer.open(2, sizes.identifier);
  writer.bytes(3, event.streamName);
  const nameAt = writer.at - event.streamName.length - at;
  writer.number(3, event.revision);
  writer.number(4, event.position);
  writer.number(5, event.position);
  openEntry(writer, keys.type, event.type.length);
  writer.bytes(2, event.type);
  const typeAt = writer.at - event.type.length - at;
  openEntry(writer, keys.contentType, event.contentType.length);
  writer.bytes(2, event.contentType);
  const created = createdTicks(event);
  openEntry(writer, keys.created, created.length);
  writer.ascii(2, created);
  writer.bytes(7, event.customMetadata);
  writer.bytes(8, event.data);
  writer.number(3, event.position);
  return { bytes: writer.at - at, nameAt, typeAt };
}

function entrySize(key: string, valueBytes: number): number {
  return fieldSize(key.length) + fieldSize(valueBytes);
}

function openEntry(writer: ProtobufWriter, key: string, valueBytes: number): void {
  writer.open(6, entrySize(key, valueBytes));
  writer.ascii(1, key);
}

function createdTicks({ created }: PlacedEvent): string {
  return String(created * ticksPerMillisecond);
}
