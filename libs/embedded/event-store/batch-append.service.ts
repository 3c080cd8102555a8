import { status, type ServerDuplexStream } from '@grpc/grpc-js';
import { appendBytesMax } from './append-limits.js';
import { encodeReply, type Refusal, type ReplyAddress } from './batch-append-reply.codec.js';
import { decodeBatchAppend, type BatchAppendPart } from './batch-append-request.codec.js';
import type { ProposedEvent } from './batch-builder.js';
import type { AppendOutcome, EventStore } from './event-store.js';
import { GrpcError, invalidArgument, toGrpcError } from './grpc-error.js';
import { checkEvent, sizeOfProposed } from './proposed-event.js';
import { checkStreamName } from './stream-name.codec.js';

/** `BatchAppendReq` messages in, `BatchAppendResp` messages out, both encoded. */
export type BatchAppendCall = ServerDuplexStream<Buffer, Buffer>;

/** An append of which not all parts have arrived. */
interface OpenAppend extends ReplyAddress {
  readonly deadline: number;
  readonly events: ProposedEvent[];
  bytes: number;
  refusal: Refusal | undefined;
}

/** Appends being collected on one connection. */
const openMax = 64;
/** What one connection may have in the works; beyond, it has to wait before it sends more. */
const unansweredBytesMax = 16 << 20;
/** What an append costs besides its events. */
const overheadBytes = 2 << 10;

/** One client connection's appends. Each is answered once, when it is durable. */
export class BatchAppendSession {
  /** By correlation id. */
  private readonly open = new Map<string, OpenAppend>();
  private unanswered = 0;
  private unansweredBytes = 0;
  /** No more answers: the call has failed, or the client is gone. */
  private over = false;
  private finishing = false;
  /** Resolves when nobody listens any more. */
  readonly ended: Promise<void>;

  constructor(
    private readonly store: EventStore,
    private readonly call: BatchAppendCall,
  ) {
    this.ended = new Promise((resolve) => {
      for (const event of ['cancelled', 'close', 'error'])
        call.on(event, () => {
          this.over = true;
          resolve();
        });
    });
    call.on('end', () => this.finish());
    call.on('drain', () => this.resume());
    call.on('data', (message: Buffer) => this.receive(message));
  }

  /** Ends the call with an error, never with OK: the client would wait for ever for what is unanswered. */
  fail(error: unknown): void {
    if (!this.over) this.call.emit('error', toGrpcError(error));
  }

  private receive(message: Buffer): void {
    if (this.over) return;
    try {
      const part = decodeBatchAppend(message);
      const id = part.correlationId.toString('latin1');
      const append = this.open.get(id) ?? begin(part);
      // Before its events are looked at: what comes too late is late, and not too large.
      if (append.deadline < this.store.now()) refuse(append, { kind: 'timeout' });
      collect(append, part);
      if (part.isFinal) this.complete(id, append);
      else this.keep(id, append);
    } catch (error) {
      this.fail(error);
    }
  }

  private keep(id: string, append: OpenAppend): void {
    this.open.set(id, append);
    if (this.open.size > openMax) throw new GrpcError(status.RESOURCE_EXHAUSTED, 'Too many unfinished appends');
  }

  private complete(id: string, append: OpenAppend): void {
    this.open.delete(id);
    if (append.refusal !== undefined) return this.reply(append, append.refusal);
    this.unanswered++;
    this.unansweredBytes += append.bytes + overheadBytes;
    if (this.unansweredBytes > unansweredBytesMax) this.call.pause();
    this.store.append(append).then(
      (outcome) => this.settle(append, outcome),
      (error: unknown) => this.fail(error),
    );
  }

  private settle(append: OpenAppend, outcome: AppendOutcome): void {
    this.unanswered--;
    this.unansweredBytes -= append.bytes + overheadBytes;
    this.reply(append, outcome);
    this.resume();
  }

  private reply(address: ReplyAddress, result: AppendOutcome | Refusal): void {
    if (this.over) return;
    if (!this.call.write(encodeReply(address, result))) this.call.pause();
    if (this.finishing && this.unanswered === 0) this.call.end();
  }

  private resume(): void {
    const mayGoOn = this.unansweredBytes <= unansweredBytesMax && !this.call.writableNeedDrain;
    if (mayGoOn && this.call.isPaused()) this.call.resume();
  }

  /** The client sends no more; it still gets the answers it waits for. */
  private finish(): void {
    this.finishing = true;
    if (this.unanswered === 0 && !this.over) this.call.end();
  }
}

/** @throws GrpcError INVALID_ARGUMENT when it cannot even be answered. */
function begin({ correlationId, options }: BatchAppendPart): OpenAppend {
  if (correlationId.length === 0) throw invalidArgument('An append needs a correlation id');
  if (options === undefined) throw invalidArgument('The first part of an append carries its options');
  const { expected, deadline } = options;
  const append = { correlationId, expected, deadline, events: [], bytes: 0 };
  try {
    return { ...append, streamName: checkStreamName(options.streamName), refusal: undefined };
  } catch (error) {
    return { ...append, streamName: '', refusal: { kind: 'bad-request', message: toGrpcError(error).details } };
  }
}

/** The first refusal counts. Of an append that will be refused nothing is kept. */
function refuse(append: OpenAppend, refusal: Refusal): void {
  append.refusal ??= refusal;
  append.events.length = 0;
}

/** Adds the events of one part. */
function collect(append: OpenAppend, part: BatchAppendPart): void {
  for (const sent of part.events) {
    if (append.refusal !== undefined) return;
    try {
      const event = checkEvent(sent);
      append.events.push(event);
      append.bytes += sizeOfProposed(event);
      if (append.bytes > appendBytesMax) refuse(append, { kind: 'too-large' });
    } catch (error) {
      refuse(append, { kind: 'bad-request', message: toGrpcError(error).details });
    }
  }
}
