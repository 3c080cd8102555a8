import { Duplex } from 'node:stream';

/** A flag for compression, of which there is none, and the length. */
const prefixBytes = 5;
/** As many bytes of frames go into one write; a longer message goes alone. */
const writeBytesMin = 32_768;

/**
 * Joins messages, each in its gRPC frame, so that one write takes many of them. gRPC's own server writes message by
 * message and waits for each; with events of half a kilobyte that is most of what a read costs, on both sides.
 */
export function* inFrames(messages: Iterable<Buffer>): Generator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for (const message of messages) {
    waiting.push(message);
    bytes += prefixBytes + message.length;
    if (bytes < writeBytesMin) continue;
    yield framed(waiting, bytes);
    waiting = [];
    bytes = 0;
  }
  if (waiting.length > 0) yield framed(waiting, bytes);
}

function framed(messages: readonly Buffer[], bytes: number): Buffer {
  const frames = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const message of messages) {
    frames[at] = 0;
    frames.writeUInt32BE(message.length, at + 1);
    message.copy(frames, at + prefixBytes);
    at += prefixBytes + message.length;
  }
  return frames;
}

/** The HTTP/2 stream under a call, which takes frames as they are. It belongs to the server, which keeps it to itself. */
export function streamOf(call: object): Duplex {
  const inner: unknown = Reflect.get(call, 'call');
  const stream: unknown = typeof inner === 'object' && inner !== null ? Reflect.get(inner, 'stream') : undefined;
  if (!(stream instanceof Duplex)) throw new TypeError('The gRPC server keeps its streams somewhere else');
  return stream;
}
