import { crc32 } from 'node:zlib';
import { z } from 'zod';

/** What the index needs to know of the events in one segment of the log, so that opening does not have to decode them. */
export interface SegmentIndex {
  /** The part of the log it covers: from the segment's first position up to, not including, `end`. */
  readonly base: number;
  readonly end: number;
  /** CRC-32 of that part of the log. */
  readonly checksum: number;
  readonly streamNames: readonly string[];
  readonly types: readonly string[];
  /** One entry per event, in order. `streams` and `typeOf` index the names above. */
  readonly positions: Float64Array;
  readonly streams: Uint32Array;
  readonly typeOf: Uint32Array;
  /** Events (counted within the segment) that are tombstones. */
  readonly tombstones: readonly number[];
}

const headSchema = z.object({
  format: z.literal(1),
  count: z.number(),
  base: z.number(),
  end: z.number(),
  checksum: z.number(),
  streamNames: z.array(z.string()),
  types: z.array(z.string()),
  tombstones: z.array(z.number()),
});

/** Head as JSON with its length before it, the columns, CRC-32 of all that. */
export function encodeSegmentIndex(index: SegmentIndex): Buffer {
  const { positions, streams, typeOf, ...head } = index;
  const text = Buffer.from(JSON.stringify({ format: 1, count: positions.length, ...head }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const body = Buffer.concat([length, text, bytesOf(positions), bytesOf(streams), bytesOf(typeOf)]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(crc32(body));
  return Buffer.concat([body, checksum]);
}

/** Undefined when the file is not a complete, undamaged index: it can be made again from the log. */
export function decodeSegmentIndex(file: Buffer): SegmentIndex | undefined {
  if (file.length < 8) return undefined;
  const body = file.subarray(0, file.length - 4);
  if (crc32(body) !== file.readUInt32LE(body.length)) return undefined;
  const headEnd = 4 + body.readUInt32LE(0);
  const { count, ...head } = headSchema.parse(JSON.parse(body.toString('utf8', 4, headEnd)));
  return {
    ...head,
    positions: new Float64Array(copyOf(body, headEnd, count * 8)),
    streams: new Uint32Array(copyOf(body, headEnd + count * 8, count * 4)),
    typeOf: new Uint32Array(copyOf(body, headEnd + count * 12, count * 4)),
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A copy, because the columns need an aligned start. */
function copyOf(buffer: Buffer, start: number, length: number): ArrayBuffer {
  const copy = new ArrayBuffer(length);
  new Uint8Array(copy).set(buffer.subarray(start, start + length));
  return copy;
}
