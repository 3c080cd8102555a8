import { randomUUID } from 'node:crypto';
import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type {
  AppendReq,
  AppendResp,
  DeleteReq,
  DeleteResp,
  ReadReq,
  TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import {
  Server,
  type Metadata,
  type sendUnaryData,
  type ServerCredentials,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import { messageBytesMax } from './append-limits.js';
import { handleAppend } from './append.service.js';
import { BatchAppendSession, type BatchAppendCall } from './batch-append.service.js';
import { clusterOfOne, supportedMethods } from './cluster.services.js';
import { handleDelete, handleTombstone } from './delete.service.js';
import type { EventStore } from './event-store.js';
import { toGrpcError } from './grpc-error.js';
import { handleRead } from './read.service.js';
import { ReplyStream } from './reply-stream.js';

const asIs = (message: Buffer): Buffer => message;
const { read, append, batchAppend, delete: remove, tombstone } = streamsGrpc.StreamsService;

/** Events are stored as the very messages that answer a read: nothing is left to encode. */
const streams = {
  read: { ...read, responseSerialize: asIs },
  append,
  batchAppend: { ...batchAppend, requestDeserialize: asIs, responseSerialize: asIs },
  delete: remove,
  tombstone,
};
const gossip = { read: gossipGrpc.GossipService.read };
const features = { getSupportedMethods: featuresGrpc.ServerFeaturesService.getSupportedMethods };
const paths = [streams, gossip, features].flatMap((service) => Object.values(service)).map(({ path }) => path);

/** How long clients have to take their last answers when the server stops. */
const stopGraceMs = 2_000;

/** The store behind the wire protocol of the official client; every method not here answers UNIMPLEMENTED. */
export class GrpcServer {
  private readonly server = new Server({
    'grpc.max_receive_message_length': messageBytesMax,
    'grpc.max_send_message_length': -1,
  });
  private readonly instanceId = randomUUID();
  /** Calls being answered that may go on for ever. */
  private readonly running = new Map<{ fail(error: unknown): void }, Promise<void>>();

  constructor(
    private readonly store: EventStore,
    private readonly authenticate: (metadata: Metadata) => void,
  ) {
    this.server.addService(streams, {
      read: (call: ServerWritableStream<ReadReq, Buffer>) => this.read(call),
      append: (call: ServerReadableStream<AppendReq, AppendResp>, reply: sendUnaryData<AppendResp>) =>
        this.answer(call.metadata, reply, () => handleAppend(store, call)),
      batchAppend: (call: BatchAppendCall) => this.batchAppend(call),
      delete: (call: ServerUnaryCall<DeleteReq, DeleteResp>, reply: sendUnaryData<DeleteResp>) =>
        this.answer(call.metadata, reply, () => handleDelete(store, call.request)),
      tombstone: (call: ServerUnaryCall<TombstoneReq, TombstoneResp>, reply: sendUnaryData<TombstoneResp>) =>
        this.answer(call.metadata, reply, () => handleTombstone(store, call.request)),
    });
    // The client asks these two without credentials.
    this.server.addService(gossip, {
      read: (call: ServerUnaryCall<unknown, ClusterInfo>, reply: sendUnaryData<ClusterInfo>) =>
        reply(null, clusterOfOne(this.instanceId, call.getHost(), store.now())),
    });
    this.server.addService(features, {
      getSupportedMethods: (_call: unknown, reply: sendUnaryData<SupportedMethods>) =>
        reply(null, supportedMethods(paths)),
    });
  }

  /** Resolves with the port. */
  listen(address: string, credentials: ServerCredentials): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.bindAsync(address, credentials, (error, port) => (error === null ? resolve(port) : reject(error)));
    });
  }

  /** Ends every call; clients see `reason`. Resolves when nothing works on a call any more. */
  async stop(reason: Error): Promise<void> {
    const work = [...this.running.values()];
    for (const call of this.running.keys()) call.fail(reason);
    const impatience = setTimeout(() => this.server.forceShutdown(), stopGraceMs);
    await new Promise<void>((resolve) => this.server.tryShutdown(() => resolve()));
    clearTimeout(impatience);
    await Promise.all(work);
  }

  private read(call: ServerWritableStream<ReadReq, Buffer>): void {
    const reply = new ReplyStream(call);
    this.keepRunning(reply, async () => {
      this.authenticate(call.metadata);
      await handleRead(this.store, call.request, reply);
      reply.end();
    });
  }

  private batchAppend(call: BatchAppendCall): void {
    const session = new BatchAppendSession(this.store, call);
    this.keepRunning(session, async () => {
      this.authenticate(call.metadata);
      await session.ended;
    });
  }

  private keepRunning(call: { fail(error: unknown): void }, work: () => Promise<void>): void {
    const done = work()
      .catch((error: unknown) => call.fail(error))
      .finally(() => this.running.delete(call));
    this.running.set(call, done);
  }

  private answer<A>(metadata: Metadata, reply: sendUnaryData<A>, work: () => Promise<A>): void {
    Promise.resolve()
      .then(() => this.authenticate(metadata))
      .then(work)
      .then(
        (answer) => reply(null, answer),
        (error: unknown) => reply(toGrpcError(error)),
      );
  }
}
