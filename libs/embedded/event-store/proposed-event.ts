import { status } from '@grpc/grpc-js';
import type { ProposedEvent } from './batch-builder.js';
import { GrpcError, invalidArgument } from './grpc-error.js';
import { nameBytesMax } from './record.codec.js';

/** An event as a client sent it. */
export interface SentEvent {
  /** Undefined when it is no UUID. */
  readonly id: string | undefined;
  readonly metadata: { get(key: string): string | undefined };
  readonly data: Uint8Array;
  readonly customMetadata: Uint8Array;
}

const required = { type: 'type', contentType: 'content-type' };

/** @throws GrpcError INVALID_ARGUMENT when the type, the content type or a usable id is missing. */
export function checkEvent({ id, metadata, data, customMetadata }: SentEvent): ProposedEvent {
  const type = metadata.get(required.type);
  const contentType = metadata.get(required.contentType);
  if (!type || !contentType) throw missingMetadata();
  if (Buffer.byteLength(type) > nameBytesMax) throw invalidArgument(`An event type has at most ${nameBytesMax} bytes`);
  if (id === undefined) throw invalidArgument('An event needs a UUID');
  return { id, type, contentType, data, customMetadata };
}

/** What counts towards the size limit of an append. */
export function sizeOfProposed({ data, customMetadata, type }: ProposedEvent): number {
  return data.length + customMetadata.length + type.length;
}

function missingMetadata(): GrpcError {
  const keys = Object.values(required).join(',');
  return new GrpcError(status.INVALID_ARGUMENT, `Required metadata properties are missing: ${keys}`, {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': keys,
  });
}
