import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { Ids } from '#libs/platform/ids.js';
import { invalidRequest } from '../problems/api-problem.js';
import { sendProblem } from '../problems/problem.answer.js';
import { setAnswerHeaders } from './answer-headers.js';
import { requestIdOf } from './request-id.js';
import { answerClientError } from './client-errors.js';
import { isForbiddenKey, parseStrictJson } from './strict-json.js';

/** Limits of a request (S-21, S-23). */
const body_bytes_max = 64 * 1024;
const header_bytes_max = 16 * 1024;
const url_length_max = 2_048;
const request_ms_max = 15_000;

/** The HTTP server below Nest. Clients are believed nothing: no proxy headers, one kind of body. */
export function createServer(ids: Ids, docsUrl: string): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: body_bytes_max,
    requestTimeout: request_ms_max,
    http: { maxHeaderSize: header_bytes_max },
    // Requests on open connections are finished, not refused, while we stop.
    return503OnClosing: false,
    trustProxy: false,
    routerOptions: { maxParamLength: url_length_max },
    genReqId: ({ headers }: IncomingMessage) => requestIdOf(headers, () => ids.uuid()),
    clientErrorHandler: (error, socket) =>
      answerClientError(error, socket, { requestId: requestIdOf({}, () => ids.uuid()), docsUrl }),
    // What the router refuses before any hook runs: a URL that cannot be decoded, or is too long.
    frameworkErrors: (_: Error, request: FastifyRequest, reply: FastifyReply) => {
      setAnswerHeaders(request, reply);
      sendProblem(reply, invalidRequest('URL', 'cannot be read'), { requestId: request.id, docsUrl });
    },
  });
}

/** One parser for every body (S-21); other content types are answered with 415. */
export function takeJsonOnly(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => {
    const json = parseStrictJson(Buffer.from(body));
    if (json.ok) done(null, json.value);
    else done(invalidRequest('body', json.problem));
  });
}

/** What the check for unknown fields would not find in a query. */
export function refuseInheritedNames(server: FastifyInstance): void {
  server.addHook('preValidation', async ({ query }) => {
    const name = Object.keys(Object(query)).find((each) => isForbiddenKey(each));
    if (name !== undefined) throw invalidRequest(name, 'is not a known field');
  });
}

export function limitUrls(server: FastifyInstance): void {
  server.addHook('onRequest', async ({ raw: { url = '' } }) => {
    if (url.length > url_length_max) throw invalidRequest('URL', `is longer than ${url_length_max} characters`);
  });
}
