import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Data is not to be shown, framed or run by any browser. */
const dataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";
/** The documentation page brings its own scripts and styles, and asks nobody else for anything. */
const pagePolicy = [
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'",
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
].join('; ');

/** On every answer, errors included (S-27, S-33). Nothing of a tenant's may stay in a cache. */
const securityHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** For all answers that the router lets through; see `server.ts` for those it ends by itself. */
export function sendAnswerHeaders(server: FastifyInstance): void {
  server.addHook('onSend', async (request, reply) => {
    setAnswerHeaders(request, reply);
  });
}

export function setAnswerHeaders(request: FastifyRequest, reply: FastifyReply): void {
  const policy = request.url.startsWith('/docs') ? pagePolicy : dataPolicy;
  void reply.headers(securityHeaders).headers({ 'content-security-policy': policy, 'x-request-id': request.id });
}
