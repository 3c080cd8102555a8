import { randomUUID } from 'node:crypto';
import type { EventStoreDBClient } from '@eventstore/db-client';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { ClientDuplexStream, ServiceError } from '@grpc/grpc-js';
import { decodeAppendAnswer, type AppendAnswer } from './append-answer.codec.js';
import { encodeAppend, type AppendRequest } from './append-request.codec.js';
import { StoreUnavailable } from './event-streams.errors.js';
import type { Position } from './event-streams.js';

export interface Appended {
  readonly revision: bigint;
  /** Some servers leave it out of the answer to a repeated append. */
  readonly position: Position | undefined;
}

interface Waiting {
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

interface Call {
  readonly stream: ClientDuplexStream<Buffer, AppendAnswer>;
  /** By the id of the try. One that its caller no longer waits for stays until the answer or the end. */
  readonly waiting: Map<string, Waiting>;
}

const { path } = streamsGrpc.StreamsService.batchAppend;
const asItIs = (message: Buffer): Buffer => message;

/**
 * The appends of one connection, all on one stream. The client's own table of pending appends is global to its module:
 * one failing connection would reject the appends of another, and a late answer would throw where nobody can catch.
 */
export class AppendStream {
  private call: Promise<Call> | undefined;

  constructor(private readonly client: EventStoreDBClient) {}

  /** Rejects with a client error, a gRPC error or StoreUnavailable: all but a refusal leave open what happened. */
  async append(request: Omit<AppendRequest, 'correlationId'>): Promise<Appended> {
    const { stream, waiting } = await this.open();
    const correlationId = randomUUID();
    return new Promise<Appended>((resolve, reject) => {
      waiting.set(correlationId, { resolve, reject });
      stream.write(encodeAppend({ ...request, correlationId })); // Bounded by the calls under way, so it never waits.
    });
  }

  close(): void {
    this.call?.then(
      ({ stream }) => stream.cancel(),
      () => undefined,
    );
  }

  private async open(): Promise<Call> {
    const opening = (this.call ??= this.start());
    opening.catch(() => this.forget(opening));
    return opening;
  }

  private async start(): Promise<Call> {
    const stub = await this.client['getGRPCClient'](streamsGrpc.StreamsClient, 'append');
    const [metadata, options] = this.client['callArguments']({ requiresLeader: true }, { deadline: Infinity });
    const stream = stub.makeBidiStreamRequest(path, asItIs, decodeAppendAnswer, metadata, options);
    const call: Call = { stream, waiting: new Map() };
    const opened = this.call;
    const end = (error: Error): void => {
      this.forget(opened);
      for (const { reject } of call.waiting.values()) reject(error);
      call.waiting.clear();
    };
    stream.on('data', (answer: AppendAnswer) => settle(call, answer));
    stream.on('end', () => end(new StoreUnavailable('The store ended the stream of appends')));
    stream.on('error', (error: ServiceError) => {
      end(error);
      void this.client['handleError'](stub, error); // It connects anew, to the leader if the error names one.
    });
    return call;
  }

  private forget(call: Promise<Call> | undefined): void {
    if (this.call === call) this.call = undefined;
  }
}

function settle({ waiting }: Call, { correlationId, result }: AppendAnswer): void {
  const waits = waiting.get(correlationId);
  waiting.delete(correlationId);
  if ('error' in result) waits?.reject(result.error);
  else waits?.resolve(result);
}
