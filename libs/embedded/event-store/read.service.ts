import { randomUUID } from 'node:crypto';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { AllSubscription } from './all-subscription.js';
import { readAll, readStream } from './event-reader.js';
import type { EventStore } from './event-store.js';
import { streamDeleted } from './grpc-error.js';
import { messagesOf } from './link-resolver.js';
import { eventAfter, eventAt } from './log-point.js';
import { decodeReadRequest, type ReadRequest } from './read-request.codec.js';
import { readResponses } from './read-response.js';
import type { LogRecord } from './record.codec.js';
import type { ReplyStream } from './reply-stream.js';
import { StreamSubscription } from './stream-subscription.js';
import { viewStream } from './stream-view.js';

/** Answers a `Read` call: reads and subscriptions, of a stream or of the whole log. @throws GrpcError */
export async function handleRead(store: EventStore, message: ReadReq, reply: ReplyStream): Promise<void> {
  const request = decodeReadRequest(message);
  switch (request.kind) {
    case 'stream':
      return readOneStream(store, request, reply);
    case 'all':
      return sendPages(store, readAll(store, { ...request, from: eventAt(store.index, request.from) }), request, reply);
    case 'subscribe-stream':
      await reply.send([readResponses.confirmation(randomUUID())]);
      return StreamSubscription.run(store, request, reply);
    case 'subscribe-all':
      return subscribeToAll(store, request, reply);
  }
}

async function readOneStream(
  store: EventStore,
  request: Extract<ReadRequest, { kind: 'stream' }>,
  reply: ReplyStream,
): Promise<void> {
  const view = await viewStream(store, request.streamName);
  if (view.kind === 'tombstoned') throw streamDeleted(request.streamName);
  if (view.kind === 'missing') return reply.send([readResponses.streamNotFound(request.streamName)]);
  return sendPages(store, readStream(store, { ...request, view }), request, reply);
}

async function subscribeToAll(
  store: EventStore,
  request: Extract<ReadRequest, { kind: 'subscribe-all' }>,
  reply: ReplyStream,
): Promise<void> {
  const first = eventAfter(store.index, request.after);
  await reply.send([readResponses.confirmation(randomUUID())]);
  await new AllSubscription(store, { ...request, first }, reply).run();
}

async function sendPages(
  store: EventStore,
  pages: AsyncIterable<readonly LogRecord[]>,
  { resolveLinks }: ReadRequest,
  reply: ReplyStream,
): Promise<void> {
  for await (const page of pages) {
    if (reply.closed) return;
    await reply.send(await messagesOf(store, page, resolveLinks));
  }
}
