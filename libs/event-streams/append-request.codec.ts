import { fieldSize, ProtobufWriter, varintSize } from '../protobuf/protobuf.writer.js';
import { AppendRefused } from './event-streams.errors.js';
import type { ExpectedRevision, NewEvent } from './event-streams.js';

/** The default limit of one append in the older servers; what is larger does not belong into one decision. */
const appendBytesMax = 1024 * 1024;

/** Events as they go over the wire: serialized once, however often the append is repeated. */
export interface EncodedEvents {
  readonly content: Buffer;
}

export interface AppendRequest {
  /** UUID of this try: the answer carries it. */
  readonly correlationId: string;
  readonly streamName: string;
  readonly expected: ExpectedRevision;
  readonly events: EncodedEvents;
  /** Milliseconds since 1970; past it the server no longer writes. */
  readonly deadline: number;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const uuidBytes = 36;
const contentType = 'application/json';
const typeKey = 'type';
const contentTypeKey = 'content-type';

interface Parts {
  readonly id: string;
  readonly type: Buffer;
  readonly data: Buffer;
  readonly metadata: Buffer;
}

/**
 * @throws AppendRefused for what JSON cannot hold (a bigint, a cycle), for an id that is no UUID and for more than
 * 1 MiB.
 */
export function encodeEvents(events: readonly NewEvent[]): EncodedEvents {
  const parts = events.map(partsOf);
  const bytes = parts.reduce((total, { data, metadata }) => total + data.length + metadata.length, 0);
  if (bytes > appendBytesMax) throw new AppendRefused(`One append may hold ${appendBytesMax} bytes, not ${bytes}`);
  const sizes = parts.map(eventSize);
  const content = Buffer.allocUnsafe(sizes.reduce((total, size) => total + fieldSize(size), 0));
  const writer = new ProtobufWriter(content, 0);
  for (const [index, part] of parts.entries()) {
    writer.open(3, sizes[index] ?? 0);
    writeEvent(writer, part);
  }
  return { content };
}

/** A `BatchAppendReq` message that is the whole append. The numbers of its fields are those of the protocol. */
export function encodeAppend({ correlationId, streamName, expected, events, deadline }: AppendRequest): Buffer {
  const name = Buffer.from(streamName);
  const seconds = Math.floor(deadline / 1_000);
  const nanos = Math.floor(deadline % 1_000) * 1_000_000;
  const time = 1 + varintSize(seconds) + 1 + varintSize(nanos);
  const expectation = expected === 'no-stream' ? fieldSize(0) : 1 + varintSize(expected);
  const options = fieldSize(fieldSize(name.length)) + expectation + fieldSize(time);
  const size = fieldSize(fieldSize(uuidBytes)) + fieldSize(options) + events.content.length + 2;
  const request = Buffer.allocUnsafe(size);
  const writer = new ProtobufWriter(request, 0);
  writer.open(1, fieldSize(uuidBytes));
  writer.ascii(2, correlationId);
  writer.open(2, options);
  writer.open(1, fieldSize(name.length));
  writer.bytes(3, name);
  if (expected === 'no-stream') writer.open(3, 0);
  else writer.number(2, expected);
  writer.open(6, time);
  writer.number(1, seconds);
  writer.number(2, nanos);
  writer.raw(events.content);
  writer.number(4, 1);
  return request;
}

function partsOf({ id, type, data, metadata }: NewEvent): Parts {
  if (!uuid.test(id)) throw new AppendRefused('An event id must be a UUID');
  return { id, type: Buffer.from(type), data: toJson(data), metadata: toJson(metadata) };
}

function toJson(value: object): Buffer {
  try {
    return Buffer.from(JSON.stringify(value));
  } catch (error) {
    throw new AppendRefused('Event data and metadata must be plain JSON', { cause: error });
  }
}

function eventSize({ type, data, metadata }: Parts): number {
  return (
    fieldSize(fieldSize(uuidBytes)) +
    fieldSize(entrySize(typeKey, type.length)) +
    fieldSize(entrySize(contentTypeKey, contentType.length)) +
    fieldSize(metadata.length) +
    fieldSize(data.length)
  );
}

function entrySize(key: string, valueBytes: number): number {
  return fieldSize(key.length) + fieldSize(valueBytes);
}

function writeEvent(writer: ProtobufWriter, { id, type, data, metadata }: Parts): void {
  writer.open(1, fieldSize(uuidBytes));
  writer.ascii(2, id);
  writer.open(2, entrySize(typeKey, type.length));
  writer.ascii(1, typeKey);
  writer.bytes(2, type);
  writer.open(2, entrySize(contentTypeKey, contentType.length));
  writer.ascii(1, contentTypeKey);
  writer.ascii(2, contentType);
  writer.bytes(3, metadata);
  writer.bytes(4, data);
}
