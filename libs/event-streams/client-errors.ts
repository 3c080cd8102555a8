import {
  AccessDeniedError,
  InvalidArgumentError,
  MaxAppendSizeExceededError,
  RequiredMetadataPropertyMissingError,
  StreamDeletedError as ClientStreamDeleted,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import {
  AppendRefused,
  ReadRefused,
  RevisionConflict,
  RevisionGap,
  StoreUnavailable,
  StreamDeleted,
  UnreadableEvent,
} from './event-streams.errors.js';
import type { ExpectedRevision } from './event-streams.js';

/** Only these say that the store understood and said no. Every other code leaves open what happened. */
const refusals: ReadonlySet<unknown> = new Set([
  status.INVALID_ARGUMENT,
  status.PERMISSION_DENIED,
  status.FAILED_PRECONDITION,
  status.OUT_OF_RANGE,
  status.UNIMPLEMENTED,
  status.UNAUTHENTICATED,
]);

/** What the client threw at an append, as one of the errors that EventStreams promises. */
export function appendError(error: unknown, streamName: string, expected: ExpectedRevision): Error {
  if (error instanceof WrongExpectedVersionError)
    return new RevisionConflict(streamName, expected, actualRevision(error.actualVersion));
  if (error instanceof ClientStreamDeleted) return new StreamDeleted(streamName);
  if (error instanceof AppendRefused) return error;
  return isRefusal(error) ? new AppendRefused(messageOf(error), { cause: error }) : unavailable(error);
}

/** The same for a read; a stream that does not exist is no error and is handled by the reader. */
export function readError(error: unknown, streamName: string): Error {
  if (error instanceof ClientStreamDeleted) return new StreamDeleted(streamName);
  if (error instanceof UnreadableEvent || error instanceof RevisionGap) return error;
  if (error instanceof AccessDeniedError) return new ReadRefused(messageOf(error), true);
  return isRefusal(error) ? new ReadRefused(messageOf(error), false) : unavailable(error);
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof AccessDeniedError ||
    error instanceof MaxAppendSizeExceededError ||
    error instanceof RequiredMetadataPropertyMissingError ||
    error instanceof InvalidArgumentError ||
    (error instanceof Error && 'code' in error && refusals.has(error.code))
  );
}

/**
 * Typed `UnavailableError` from reads, a raw gRPC error with code 14 from appends, our own TimedOut, and whatever else
 * is not known to be a refusal: the outcome is open.
 */
function unavailable(error: unknown): StoreUnavailable {
  return error instanceof StoreUnavailable ? error : new StoreUnavailable(messageOf(error), { cause: error });
}

function actualRevision(actual: bigint | string): ExpectedRevision | 'unknown' {
  if (typeof actual === 'bigint') return actual;
  return actual === 'no_stream' ? 'no-stream' : 'unknown';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
