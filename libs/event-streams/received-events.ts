import { Transform, type TransformCallback } from 'node:stream';
import type { AllStreamSubscription, EventStoreDBClient } from '@eventstore/db-client';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { CallOptions, Metadata } from '@grpc/grpc-js';
import { decodeReceivedEvent, ReceivedEvent } from './received-event.codec.js';

const { path, requestSerialize, responseDeserialize } = streamsGrpc.StreamsService.read;

/**
 * Makes the client's subscriptions decode events by hand. More than half of what receiving an event costs is the
 * generated code and the client's conversion of what that yields. Connection, credentials, discovery and every message
 * that is not a plain event stay the client's.
 */
export function decodeEventsByHand(client: EventStoreDBClient): void {
  const create = client['GRPCStreamCreator'];
  client['GRPCStreamCreator'] = (type, name, creator, cache) =>
    create(type, name, name === 'subscribeToAll' ? async (stub) => creator(byHand(stub)) : creator, cache);
}

/** Lets events that are decoded already pass through the client's subscription, which would decode them. */
export function handOnReceivedEvents(subscription: AllStreamSubscription): void {
  if (!(subscription instanceof Transform)) throw new TypeError('The client’s subscription is no transform');
  // oxlint-disable no-underscore-dangle -- what Node calls it
  const transform = subscription._transform.bind(subscription);
  subscription._transform = (message: unknown, encoding: BufferEncoding, done: TransformCallback) =>
    message instanceof ReceivedEvent ? done(null, message) : transform(message, encoding, done);
}

function byHand<Stub extends object>(stub: Stub): Stub {
  if (!(stub instanceof streamsGrpc.StreamsClient)) throw new TypeError('The client reads by something else');
  const read = (request: ReadReq, metadata: Metadata, options: CallOptions): unknown =>
    stub.makeServerStreamRequest(path, requestSerialize, decode, request, metadata, options);
  return Object.create(stub, { read: { value: read } });
}

function decode(message: Buffer): unknown {
  return decodeReceivedEvent(message) ?? responseDeserialize(message);
}
