import { Metadata, status } from '@grpc/grpc-js';
import { StoreStopped } from './group-commit.js';
import { LogDamaged } from './log.recovery.js';
import { RecordDamaged } from './record-reader.js';

/** An answer other than OK. Its `exception` metadata are how the client tells its error classes apart. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';
  readonly metadata = new Metadata();

  constructor(
    readonly code: status,
    readonly details: string,
    metadata: Readonly<Record<string, string>> = {},
  ) {
    super(details);
    for (const [key, value] of Object.entries(metadata)) this.metadata.set(key, toHeader(value));
  }
}

export function invalidArgument(details: string): GrpcError {
  return new GrpcError(status.INVALID_ARGUMENT, details);
}

export function streamDeleted(streamName: string): GrpcError {
  return new GrpcError(status.FAILED_PRECONDITION, `Event stream '${streamName}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': streamName,
  });
}

export function unavailable(details: string): GrpcError {
  return new GrpcError(status.UNAVAILABLE, details);
}

/** Whatever a handler threw, as an answer. */
export function toGrpcError(error: unknown): GrpcError {
  if (error instanceof GrpcError) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof RecordDamaged || error instanceof LogDamaged) return new GrpcError(status.DATA_LOSS, text);
  if (error instanceof StoreStopped) return unavailable(text);
  return new GrpcError(status.UNKNOWN, text);
}

/** Headers hold printable ASCII. */
function toHeader(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]+/gu, (part) => encodeURIComponent(part));
}
