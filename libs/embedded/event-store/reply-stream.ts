import type { Duplex } from 'node:stream';
import { Metadata, type ServerWritableStream } from '@grpc/grpc-js';
import { toGrpcError } from './grpc-error.js';
import { inFrames, streamOf } from './message-frames.js';

type Call = Pick<ServerWritableStream<unknown, Buffer>, 'sendMetadata' | 'on' | 'emit' | 'end'>;

/** Asks for one call of `wake`; the answer takes the request back. */
type Alarm = (wake: () => void) => () => void;

/** The answer to a call that streams messages to the client, no faster than the client takes them. */
export class ReplyStream {
  private open = true;
  private wake: () => void = () => undefined;
  private readonly stream: Duplex;

  constructor(private readonly call: Call) {
    this.stream = streamOf(call);
    for (const event of ['cancelled', 'close', 'error']) call.on(event, () => this.close());
  }

  /** Nobody listens any more. */
  get closed(): boolean {
    return !this.open;
  }

  /** Resolves when the next message may follow. */
  async send(messages: Iterable<Buffer>): Promise<void> {
    if (!this.open) return;
    this.call.sendMetadata(new Metadata()); // Takes effect once.
    for (const frames of inFrames(messages)) {
      if (!this.stream.write(frames)) await this.until((wake) => this.onDrain(wake));
      if (!this.open) return;
    }
  }

  /** Resolves when the alarm goes off or nobody listens any more. One wait at a time. */
  async until(alarm: Alarm): Promise<void> {
    if (!this.open) return;
    await new Promise<void>((resolve) => {
      const cancel = alarm(() => this.wake());
      this.wake = () => {
        cancel();
        resolve();
      };
    });
  }

  end(): void {
    if (this.open) this.call.end();
  }

  fail(error: unknown): void {
    if (this.open) this.call.emit('error', toGrpcError(error));
  }

  private onDrain(wake: () => void): () => void {
    this.stream.on('drain', wake);
    return () => this.stream.off('drain', wake);
  }

  private close(): void {
    this.open = false;
    this.wake();
  }
}
