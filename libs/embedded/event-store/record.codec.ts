import { crc32 } from 'node:zlib';
import { measureReadResponse, writeReadResponse, type PlacedEvent } from './read-response.codec.js';
import { formatUuid } from './uuid.codec.js';

/*
 * A record of the log, little-endian, a multiple of 8 bytes long:
 *
 *    0 u32  length of the record          36 u32  length of the message
 *    4 u32  CRC-32 of everything else     40 u8   flags
 *    8 f64  position in the log           42 u16  length of the stream's name
 *   16 f64  durable end of the log when   44 u16  where the message holds the stream's name
 *           this record was written       46 u16  where the message holds the event's type
 *   24 f64  created, ms since 1970        48 u8[16]  event id
 *   32 u32  revision                      64 u16  length of the event's type
 *
 *   72      message: the event as the ready-made `ReadResp` message that readers get; then zeros up to the next 8
 */
const headerBytes = 72;
const alignment = 8;

export const recordFlags = { firstOfBatch: 1, lastOfBatch: 2, tombstone: 4 } as const;

/** The longest stream name and event type, in UTF-8 bytes: the record holds their places in 16 bits. */
export const nameBytesMax = 16_000;

/** The revision that readers of the whole log see on a tombstone, as on the real server. */
const tombstoneRevision = 9_223_372_036_854_775_807n;

export interface NewRecord extends PlacedEvent {
  readonly revision: number;
  readonly flags: number;
}

/** Encodes a record that still has to be sealed. */
export function encodeRecord(record: NewRecord): Buffer {
  const event = record.flags & recordFlags.tombstone ? { ...record, revision: tombstoneRevision } : record;
  const sizes = measureReadResponse(event);
  const length = Math.ceil((headerBytes + sizes.response) / alignment) * alignment;
  const bytes = Buffer.allocUnsafe(length);
  bytes.fill(0, headerBytes + sizes.response);
  const encoded = writeReadResponse(event, sizes, bytes, headerBytes);
  bytes.writeUInt32LE(length, 0);
  bytes.writeDoubleLE(record.position, 8);
  bytes.writeDoubleLE(record.created, 24);
  bytes.writeUInt32LE(record.revision, 32);
  bytes.writeUInt32LE(encoded.bytes, 36);
  bytes.writeUInt16LE(record.flags, 40);
  bytes.writeUInt16LE(record.streamName.length, 42);
  bytes.writeUInt16LE(encoded.nameAt, 44);
  bytes.writeUInt16LE(encoded.typeAt, 46);
  bytes.write(record.id.replaceAll('-', ''), 48, 'hex');
  bytes.fill(0, 64, headerBytes);
  bytes.writeUInt16LE(record.type.length, 64);
  return bytes;
}

/** Completes records just before they are written: notes what of the log is durable by now, and the checksum. */
export function sealRecord(record: Buffer, durableEnd: number): void {
  record.writeDoubleLE(durableEnd, 16);
  record.writeUInt32LE(checksum(record), 4);
}

function checksum(record: Buffer): number {
  return crc32(record.subarray(8), crc32(record.subarray(0, 4)));
}

/** A record inside a buffer. Costs nothing until asked. */
export class LogRecord {
  private constructor(private readonly bytes: Buffer) {}

  /** The valid record at `at`, whose position must be `position`; undefined when there is none. */
  static parse(buffer: Buffer, at: number, position: number): LogRecord | undefined {
    if (buffer.length - at < headerBytes) return undefined;
    const length = buffer.readUInt32LE(at);
    if (length < headerBytes || length % alignment !== 0 || length > buffer.length - at) return undefined;
    if (buffer.readDoubleLE(at + 8) !== position) return undefined;
    const bytes = buffer.subarray(at, at + length);
    return bytes.readUInt32LE(4) === checksum(bytes) ? new LogRecord(bytes) : undefined;
  }

  /** A record that this process encoded and has not sealed yet. */
  static unsealed(bytes: Buffer): LogRecord {
    return new LogRecord(bytes);
  }

  get length(): number {
    return this.bytes.length;
  }

  get position(): number {
    return this.bytes.readDoubleLE(8);
  }

  get end(): number {
    return this.position + this.length;
  }

  get durableEnd(): number {
    return this.bytes.readDoubleLE(16);
  }

  get created(): number {
    return this.bytes.readDoubleLE(24);
  }

  get revision(): number {
    return this.bytes.readUInt32LE(32);
  }

  get flags(): number {
    return this.bytes.readUInt16LE(40);
  }

  get streamName(): string {
    return this.text(44, 42);
  }

  get type(): string {
    return this.text(46, 64);
  }

  /** The event id: UUID, lower case. */
  get id(): string {
    return formatUuid(this.bytes.toString('hex', 48, 64));
  }

  /** A `ReadResp` message. */
  get message(): Buffer {
    return this.bytes.subarray(headerBytes, headerBytes + this.bytes.readUInt32LE(36));
  }

  private text(placeAt: number, lengthAt: number): string {
    const start = headerBytes + this.bytes.readUInt16LE(placeAt);
    return this.bytes.toString('utf8', start, start + this.bytes.readUInt16LE(lengthAt));
  }
}

/** Positions at which a record can start: multiples of this. */
export const recordAlignment = alignment;
