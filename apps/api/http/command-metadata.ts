import type { FastifyRequest } from 'fastify';
import type { EventMetadata } from '#libs/event-streams/event-streams.js';
import type { Caller } from '../access/api-keys.js';
import { traceparentOf } from './request-id.js';

/** Who did it, for whom and why: stands on every event that a request causes (IN-02, INV-S1). */
export function commandMetadata(
  request: FastifyRequest,
  { keyId, operatorId }: Caller,
  about: { readonly correlationId: string; readonly idempotencyKey?: string },
): EventMetadata {
  const traceparent = traceparentOf(request.headers);
  return {
    ...about,
    causationId: request.id,
    actor: `key:${keyId}`,
    onBehalfOf: operatorId,
    requestId: request.id,
    ...(traceparent !== undefined && { traceparent }),
  };
}
