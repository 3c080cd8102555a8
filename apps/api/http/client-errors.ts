import type { ConnectionError } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { invalidRequest } from '../problems/api-problem.js';
import { problemBody } from '../problems/problem.answer.js';
import { problemStatus } from '../problems/problem.codes.js';

const problems: Readonly<Record<string, readonly [string, string]>> = {
  HPE_HEADER_OVERFLOW: ['headers', 'are longer than 16 kB'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request', 'did not arrive in time'],
};

/** What is no HTTP request never gets to a route; its answer has the shape of every error all the same (API-08). */
export function answerClientError(error: ConnectionError, socket: Socket, about: ErrorAbout): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const problem = invalidRequest(...(problems[error.code] ?? ['request', 'is not HTTP']));
  const status = problemStatus[problem.code];
  const body = JSON.stringify(problemBody(problem, about));
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    `x-request-id: ${about.requestId}`,
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

type ErrorAbout = Parameters<typeof problemBody>[1];
