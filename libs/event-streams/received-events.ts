import { Transform, type Readable, type TransformCallback } from 'node:stream';
import type { AllStreamSubscription, EventStoreDBClient } from '@eventstore/db-client';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { InterceptingCall, type CallOptions, type Interceptor, type Metadata, type StatusObject } from '@grpc/grpc-js';
import { decodeReceivedEvent, ReceivedEvent } from './received-event.codec.js';

const { path, requestSerialize, responseDeserialize } = streamsGrpc.StreamsService.read;
const buffered = { highWaterMark: 256 };

type SubscribeOptions = NonNullable<Parameters<EventStoreDBClient['subscribeToAll']>[0]>;

/**
 * The client's subscription, with events decoded by hand and, while nothing waits in a buffer, handed on past its
 * streams. More than half of what receiving an event costs is the generated code, the client's conversion of what that
 * yields, and two Node streams. Connection, credentials, discovery and every message that is not a plain event stay the
 * client's.
 */
export function subscribeByHand(
  client: EventStoreDBClient,
  options: SubscribeOptions,
  onEvent: (event: ReceivedEvent) => void,
): AllStreamSubscription {
  const lane = new FastLane(onEvent);
  const create = client['GRPCStreamCreator'];
  client['GRPCStreamCreator'] = (type, name, creator, cache) =>
    create(type, name, async (stub) => creator(byHand(stub, lane)), cache);
  try {
    const subscription = client.subscribeToAll(options, buffered);
    lane.open(subscription);
    return subscription;
  } finally {
    client['GRPCStreamCreator'] = create; // Was needed by the call alone, which is synchronous.
  }
}

/** The way past the streams; closed while anything is in them, so that nothing overtakes. */
class FastLane {
  private target: Transform | undefined;
  source: Readable | undefined;

  constructor(private readonly onEvent: (event: ReceivedEvent) => void) {}

  /** Lets events that are decoded already pass through the client's subscription, which would decode them. */
  open(subscription: AllStreamSubscription): void {
    if (!(subscription instanceof Transform)) throw new TypeError('The client’s subscription is no transform');
    // oxlint-disable no-underscore-dangle -- what Node calls it
    const transform = subscription._transform.bind(subscription);
    subscription._transform = (message: unknown, encoding: BufferEncoding, done: TransformCallback) =>
      message instanceof ReceivedEvent ? done(null, message) : transform(message, encoding, done);
    this.target = subscription;
  }

  /** Whether the message was an event and has been handed on. */
  take(message: unknown): boolean {
    if (!(message instanceof ReceivedEvent) || !this.isClear()) return false;
    this.onEvent(message);
    return true;
  }

  private isClear(): boolean {
    const { source, target } = this;
    return (
      target?.readableFlowing === true &&
      target.readableLength + target.writableLength === 0 &&
      source?.readableLength === 0
    );
  }
}

function byHand<Stub extends object>(stub: Stub, lane: FastLane): Stub {
  if (!(stub instanceof streamsGrpc.StreamsClient)) throw new TypeError('The client reads by something else');
  const read = (request: ReadReq, metadata: Metadata, options: CallOptions): Readable => {
    const intercepted = { ...options, interceptors: [pastStreams(lane)] };
    lane.source = stub.makeServerStreamRequest(path, requestSerialize, decode, request, metadata, intercepted);
    return lane.source;
  };
  return Object.create(stub, { read: { value: read } });
}

/** A message that takes the fast lane must ask for the next one: the stream behind never hears of it. */
function pastStreams(lane: FastLane): Interceptor {
  return (options, nextCall) => {
    const call = nextCall(options);
    return new InterceptingCall(call, {
      start: (metadata, listener, next) =>
        next(metadata, {
          onReceiveMetadata: (received: Metadata) => listener.onReceiveMetadata(received),
          onReceiveMessage: (message: unknown) => {
            if (lane.take(message)) call.startRead();
            else listener.onReceiveMessage(message);
          },
          onReceiveStatus: (status: StatusObject) => listener.onReceiveStatus(status),
        }),
    });
  };
}

function decode(message: Buffer): unknown {
  return decodeReceivedEvent(message) ?? responseDeserialize(message);
}
