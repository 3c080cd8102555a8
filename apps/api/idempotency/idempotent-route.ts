import { applyDecorators, type Type } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

/** After that the caller is told to ask again (F1.10); what was begun ends by itself, once. */
export const patience = { ms: 2_000 };

/** Documents a route whose key makes it work once. */
export function CreatesOnce(type: Type, noun: string): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description:
        'One key for each instruction, 1 to 255 visible ASCII characters. Repeats with the same body are answered as the ' +
        'first request was, for ever; the same key with another body is refused.',
      schema: { type: 'string', minLength: 1, maxLength: 255, example: '8e03978e-40d5-43e8-bc93-6894a57f9324' },
    }),
    ApiCreatedResponse({
      type,
      headers: {
        'Idempotent-Replayed': { description: '`true` when an earlier request did it.', schema: { type: 'string' } },
        Location: { description: `Where the ${noun} is.`, schema: { type: 'string' } },
      },
    }),
  );
}

/** What the headers of such a route's answer say. */
export function markCreated(reply: FastifyReply, { url, replayed }: { url: string; replayed: boolean }): void {
  void reply.header('location', url);
  if (replayed) void reply.header('idempotent-replayed', 'true');
}
