import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { InboxFull, type Arrival, type InboxWriter } from '#libs/webhooks-in/inbox-writer.js';
import { isOneOf } from '#libs/webhooks-in/same-secret.js';
import { checkSignature } from '#libs/webhooks-in/signature.js';
import { storedBody } from '#libs/webhooks-in/stored-body.js';
import type { Authenticity, WebhookSource } from '#libs/webhooks-in/webhook.events.js';
import type { Clock } from '#libs/platform/clock.js';
import type { WebhookConfig } from '#libs/platform/webhook.config.js';
import { ApiProblem, notFound, unavailable } from '../problems/api-problem.js';
import { sendProblem } from '../problems/problem.answer.js';
import { toProblem } from '../problems/to-problem.js';
import { readBody, type ReceivedBody } from './read-body.js';
import type { Refusals } from './refusals.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a webhook, as they came. */
    deliveryHeaders?: Readonly<Record<string, string>>;
  }
}

export interface WebhookParts {
  readonly config: WebhookConfig;
  readonly inbox: Pick<InboxWriter, 'store' | 'drain'>;
  readonly refusals: Refusals;
  readonly clock: Clock;
  readonly docsUrl: string;
}

interface WebhookRoute {
  readonly Params: { readonly secret: string; readonly widgetId?: string };
  readonly Body: ReceivedBody | undefined;
}
type WebhookRequest = FastifyRequest<WebhookRoute>;

const open = { config: { access: 'public' } } as const;

/**
 * Where the provider's webhooks arrive. They are stored as they came and looked at later, elsewhere: whatever is sent to
 * the right path is answered with 200 once it is durable, and nothing in it can make us fail (F5.3, F5.7).
 */
export function receiveWebhooks(server: FastifyInstance, parts: WebhookParts): void {
  const { inbox, docsUrl } = parts;
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', async (_: FastifyRequest, payload: IncomingMessage) => readBody(payload));
    scope.setErrorHandler((error, request, reply) => {
      const problem = error instanceof InboxFull ? unavailable() : toProblem(error);
      sendProblem(reply, problem, { requestId: request.id, docsUrl });
    });
    scope.addHook<WebhookRoute>('onRequest', async (request) => {
      checkPath(request, parts);
      request.deliveryHeaders = deliveryHeaders(request, parts.config);
      // Fastify answers 415 to a type that it cannot read, but a webhook is kept whatever it calls itself.
      request.raw.headers['content-type'] = 'application/octet-stream';
    });
    const receive = (source: WebhookSource) => (request: WebhookRequest, reply: FastifyReply) =>
      answer(source, request, reply);
    scope.post('/v1/inbound/inabit/:secret', open, receive('terminal'));
    scope.post('/v1/inbound/inabit/:secret/:widgetId', open, receive('terminal'));
    scope.post('/v1/inbound/inabit-platform/:secret', open, receive('platform'));
  });
  server.addHook('onClose', async () => inbox.drain());

  async function answer(source: WebhookSource, request: WebhookRequest, reply: FastifyReply): Promise<object> {
    const body = request.body ?? { bytes: Buffer.alloc(0), complete: true };
    const authenticity = source === 'platform' ? checkToken(request, parts) : checkSigned(request, body, parts);
    await inbox.store(arrivalOf(source, request, { body, authenticity, receivedAt: parts.clock.now() }));
    // The rest of a body that was too long would otherwise be read as the next request.
    if (!body.complete) void reply.header('connection', 'close');
    return { received: true };
  }
}

/** @throws what an unknown path gets, before anything of the body is read. */
function checkPath({ params }: WebhookRequest, { config, refusals, clock }: WebhookParts): void {
  if (isOneOf(config.pathSecrets, params.secret)) return;
  refusals.count('unknown-path', clock.now());
  throw notFound();
}

function checkToken({ headers }: WebhookRequest, { config, refusals, clock }: WebhookParts): Authenticity {
  if (isOneOf(config.platformTokens, headers.authorization ?? '')) return 'token';
  refusals.count('wrong-token', clock.now());
  throw new ApiProblem('authentication_failed', 'The token is missing or not valid.');
}

function checkSigned({ headers }: WebhookRequest, body: ReceivedBody, parts: WebhookParts): Authenticity {
  const { config, refusals, clock } = parts;
  const { header, timestampHeader, mode } = config.signature;
  const finding = checkSignature(config.signature, {
    bytes: body.bytes,
    signature: single(headers[header]),
    timestamp: timestampHeader === undefined ? undefined : single(headers[timestampHeader]),
    now: clock.now(),
  });
  if (finding === 'not-checked') return 'path-only';
  if (finding === 'valid') return 'signature';
  refusals.count('wrong-signature', clock.now());
  if (mode === 'enforce') throw new ApiProblem('authentication_failed', 'The signature is missing or not valid.');
  return `signature-${finding}`;
}

function arrivalOf(
  source: WebhookSource,
  { id, params, deliveryHeaders: headers = {} }: WebhookRequest,
  { body, ...received }: { body: ReceivedBody } & Pick<Arrival, 'authenticity' | 'receivedAt'>,
): Arrival {
  const { widgetId } = params;
  return {
    source,
    ...(widgetId !== undefined && { widgetId }),
    body: storedBody(body.bytes, body.complete),
    headers,
    ...received,
    requestId: id,
  };
}

/** Never `authorization`, and no cookie: what stands in the log stands there for ever. */
function deliveryHeaders({ headers }: WebhookRequest, { signature }: WebhookConfig): Readonly<Record<string, string>> {
  const names = ['content-type', 'content-length', 'user-agent', signature.header, signature.timestampHeader];
  const found = names.map((name) => [name, name === undefined ? undefined : single(headers[name])]);
  return Object.fromEntries(found.filter(([name, value]) => name !== 'authorization' && value !== undefined));
}

function single(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' || value === undefined ? value : value.join(', ');
}
