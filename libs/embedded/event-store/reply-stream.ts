import type { ServerWritableStream } from '@grpc/grpc-js';
import { toGrpcError } from './grpc-error.js';

/** The answer to a call that streams messages to the client, no faster than the client takes them. */
export class ReplyStream {
  private readonly closing = new AbortController();

  constructor(
    private readonly call: Pick<ServerWritableStream<unknown, Buffer>, 'write' | 'once' | 'on' | 'emit' | 'end'>,
  ) {
    call.on('cancelled', () => this.closing.abort());
    call.on('close', () => this.closing.abort());
    call.on('error', () => this.closing.abort());
  }

  /** Aborted when nobody listens any more. */
  get closed(): AbortSignal {
    return this.closing.signal;
  }

  /** Resolves when the next message may follow. */
  async send(messages: Iterable<Buffer>): Promise<void> {
    for (const message of messages) {
      if (this.closed.aborted) return;
      if (!this.call.write(message)) await this.drained();
    }
  }

  end(): void {
    if (!this.closed.aborted) this.call.end();
  }

  fail(error: unknown): void {
    if (!this.closed.aborted) this.call.emit('error', toGrpcError(error));
  }

  private drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.closed.removeEventListener('abort', done);
        resolve();
      };
      this.call.once('drain', done);
      this.closed.addEventListener('abort', done);
    });
  }
}
