import type { StreamIdentifier } from '@eventstore/db-client/generated/shared_pb.js';
import { invalidArgument } from './grpc-error.js';
import { nameBytesMax } from './record.codec.js';

/** @throws GrpcError INVALID_ARGUMENT when there is no name or one too long. */
export function streamNameOf(identifier: StreamIdentifier | undefined): string {
  return checkStreamName(identifier?.getStreamName_asU8() ?? new Uint8Array());
}

/** @throws GrpcError INVALID_ARGUMENT */
export function checkStreamName(bytes: Uint8Array): string {
  // The metadata stream's name is two bytes longer.
  if (bytes.length === 0 || bytes.length > nameBytesMax - 2)
    throw invalidArgument(`A stream name has 1 to ${nameBytesMax - 2} bytes`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
}
