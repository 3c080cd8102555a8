import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Answer, RawResponse } from '#apps/inabit-sandbox/scenarios/plan.js';

const empty: RawResponse = { status: 200, headers: {}, body: '' };

/** Answers as the scenario wants. @param response what an honest answer would be, when the request was executed. */
export async function sendAnswer(
  reply: FastifyReply,
  answer: Answer,
  response: RawResponse = empty,
): Promise<FastifyReply> {
  if (answer.kind === 'none') return sendNothing(reply, answer.connection);
  if (answer.kind === 'truncated') return truncate(reply, response);
  if (answer.kind === 'replaced') return send(reply, answer.response);
  if (answer.kind === 'padded') return send(reply, { ...response, body: padded(response.body, answer.bytes) });
  if (answer.afterMs > 0) await wait(answer.afterMs, undefined, { ref: false });
  return send(reply, response);
}

function sendNothing(reply: FastifyReply, connection: 'closed' | 'open'): FastifyReply {
  reply.hijack();
  if (connection === 'closed') reply.raw.destroy();
  return reply;
}

function send(reply: FastifyReply, { status, headers, body }: RawResponse): FastifyReply {
  return reply.code(status).headers(headers).serializer(String).send(body);
}

/** Promises the whole body, sends half of it and closes the connection. */
function truncate(reply: FastifyReply, { status, headers, body }: RawResponse): FastifyReply {
  reply.hijack();
  const bytes = Buffer.from(body);
  reply.raw.writeHead(status, { ...headers, 'content-length': bytes.length });
  reply.raw.write(bytes.subarray(0, bytes.length / 2), () => reply.raw.destroy());
  return reply;
}

/** Still the same JSON value: spaces between its tokens do not count. */
function padded(body: string, bytes: number): string {
  return `${' '.repeat(Math.max(0, bytes - body.length))}${body}`;
}
