import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import { parseExact, printExact } from '#apps/inabit-sandbox/exact/exact-json.js';
import { sendAnswer } from '#apps/inabit-sandbox/graphql/send-answer.js';
import type { RawResponse } from '#apps/inabit-sandbox/scenarios/plan.js';
import { takeScenario } from '#apps/inabit-sandbox/scenarios/take-scenario.js';
import { BusinessError } from '#apps/inabit-sandbox/world/business-error.js';
import type { Widget } from '#apps/inabit-sandbox/world/terminal.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import { TerminalError, type TerminalEndpoint, type TerminalRequest } from './terminal-endpoint.js';

const base = '/terminal';

/**
 * The Terminal's REST API under `/terminal/v1`. A queued scenario is matched with `operation` as `POST /v1/purchase`.
 * Errors are `{"error":{"message"}}` with a 4xx, which is what clients of the provider expect.
 */
export function terminalRoutes(store: WorldStore, endpoints: readonly TerminalEndpoint[]) {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    app.setNotFoundHandler((_request, reply) => send(store, reply, failure(404, 'Not Found')));
    for (const endpoint of endpoints)
      app.route<{ Body: string; Params: Record<string, string>; Querystring: Record<string, string> }>({
        method: endpoint.method,
        url: `${base}${endpoint.path}`,
        handler: (request, reply) => answer(store, endpoint, { request, reply }),
      });
  };
}

interface Exchange {
  readonly request: FastifyRequest<{
    Body: string;
    Params: Record<string, string>;
    Querystring: Record<string, string>;
  }>;
  readonly reply: FastifyReply;
}

async function answer(store: WorldStore, endpoint: TerminalEndpoint, { request, reply }: Exchange) {
  const handle = handlerFor(endpoint, callerOf(store, request.headers.authorization));
  if (!handle) return send(store, reply, failure(401, 'Unauthorized'));
  const operation = `${endpoint.method} ${endpoint.path}`;
  const plan = takeScenario(store, { operation, note: undefined, address: undefined });
  const response = plan.executes ? execute(endpoint, () => handle(read(request))) : undefined;
  return sendAnswer(reply, plan.answer, response && raw(store, response));
}

type Caller = Widget | 'organization' | undefined;

function callerOf({ world: { terminal } }: WorldStore, authorization: string | undefined): Caller {
  const key = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (key === undefined) return undefined;
  if (key === terminal.organizationKey) return 'organization';
  return [...terminal.widgets.values()].find(({ apiKey }) => apiKey === key);
}

/** @returns undefined when the endpoint is asked with the other kind of key, or with none. */
function handlerFor(endpoint: TerminalEndpoint, caller: Caller): ((request: TerminalRequest) => unknown) | undefined {
  if (endpoint.key === 'organization') return caller === 'organization' ? endpoint.handle : undefined;
  if (caller === undefined || caller === 'organization') return undefined;
  return (request) => endpoint.handle(request, caller);
}

function read({ params, query, body }: Exchange['request']): TerminalRequest {
  return { params, query, body: body ? parseExact(body) : {} };
}

interface Response {
  readonly status: number;
  readonly body: object;
}

function execute({ method }: TerminalEndpoint, run: () => unknown): Response {
  try {
    return { status: method === 'POST' ? 201 : 200, body: { data: run() } };
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): Response {
  if (error instanceof TerminalError) return failure(error.status, error.message);
  if (error instanceof BusinessError) return failure(400, error.message);
  if (error instanceof ZodError)
    return failure(400, error.issues.map(({ path }) => `${path.join('.')} is wrong`).join());
  if (error instanceof SyntaxError) return failure(400, 'The body is not JSON');
  throw error;
}

function failure(status: number, message: string): Response {
  return { status, body: { error: { message } } };
}

function raw(store: WorldStore, { status, body }: Response): RawResponse {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers, body: printExact(body, store.world.settings.numberNotation) };
}

function send(store: WorldStore, reply: FastifyReply, response: Response): FastifyReply {
  const { status, headers, body } = raw(store, response);
  return reply.code(status).headers(headers).serializer(String).send(body);
}
