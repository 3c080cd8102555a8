import type { ServerWritableStream } from '@grpc/grpc-js';
import { toGrpcError } from './grpc-error.js';

type Call = Pick<ServerWritableStream<unknown, Buffer>, 'write' | 'on' | 'off' | 'emit' | 'end'>;

/** Asks for one call of `wake`; the answer takes the request back. */
type Alarm = (wake: () => void) => () => void;

/** The answer to a call that streams messages to the client, no faster than the client takes them. */
export class ReplyStream {
  private open = true;
  private wake: () => void = () => undefined;

  constructor(private readonly call: Call) {
    for (const event of ['cancelled', 'close', 'error']) call.on(event, () => this.close());
  }

  /** Nobody listens any more. */
  get closed(): boolean {
    return !this.open;
  }

  /** Resolves when the next message may follow. */
  async send(messages: Iterable<Buffer>): Promise<void> {
    for (const message of messages) {
      if (!this.open) return;
      if (!this.call.write(message)) await this.until((wake) => this.onDrain(wake));
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
    this.call.on('drain', wake);
    return () => this.call.off('drain', wake);
  }

  private close(): void {
    this.open = false;
    this.wake();
  }
}
