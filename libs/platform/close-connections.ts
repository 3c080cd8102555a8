import type { FastifyInstance } from 'fastify';

/** Kept-alive connections would hold up our end: answers that are on their way when we stop are the last of theirs. */
export function closeConnectionsWhenStopping(server: FastifyInstance): void {
  let stopping = false;
  server.addHook('preClose', async () => {
    stopping = true;
  });
  server.addHook('onSend', async (_, reply) => {
    if (stopping) void reply.header('connection', 'close');
  });
}
