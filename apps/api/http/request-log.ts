import type { FastifyInstance } from 'fastify';
import type { Log } from '#libs/platform/logging.js';

/** One line for each request: the route's pattern, never its URL, which may hold personal data (S-37). */
export function logRequests(server: FastifyInstance, log: Log): void {
  server.addHook('onResponse', async (request, reply) => {
    log.info('request', {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      httpStatus: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      requestId: request.id,
      keyId: request.caller?.keyId,
      operatorId: request.caller?.operatorId,
    });
  });
}
