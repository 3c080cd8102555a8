import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { z, ZodError } from 'zod';
import { BusinessError } from '#apps/inabit-sandbox/world/business-error.js';
import { ControlError, type Endpoint } from './endpoint.js';

/** The control API: what a test or a demo does to the world from outside. JSON, no authentication. */
export function controlRoutes(endpoints: readonly Endpoint[]) {
  return async (app: FastifyInstance): Promise<void> => {
    app.setErrorHandler((error: FastifyError, _request, reply) => refuse(error, reply));
    app.get('/control', () => ({
      endpoints: endpoints.map(({ method, path, does, body }) => ({ method, path, does, body })),
    }));
    for (const { method, path, handle } of endpoints)
      app.route<{ Params: Record<string, string> }>({
        method,
        url: path,
        handler: (request, reply) =>
          reply.send(handle({ params: request.params, body: request.body ?? {} }) ?? { ok: true }),
      });
  };
}

function refuse(error: FastifyError | ControlError | BusinessError | ZodError, reply: FastifyReply): FastifyReply {
  if (error instanceof ZodError) return reply.code(400).send({ error: z.prettifyError(error) });
  if (error instanceof ControlError) return reply.code(error.status).send({ error: error.message });
  if (error instanceof BusinessError) return reply.code(422).send({ error: error.message });
  return reply.code(error.statusCode ?? 500).send({ error: error.message });
}
