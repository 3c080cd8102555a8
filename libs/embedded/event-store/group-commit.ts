import type { RecordBatch, SegmentLog } from './segment.log.js';

/** The store stopped: it could not write to its disk. What was not acknowledged may or may not have been stored. */
export class StoreStopped extends Error {
  override readonly name = 'StoreStopped';
}

const groupBytesMax = 8 << 20;

class Group {
  readonly batches: RecordBatch[] = [];
  bytes = 0;
  settle: (error?: Error) => void = () => undefined;
  readonly settled = new Promise<void>((resolve, reject) => {
    this.settle = (error) => (error === undefined ? resolve() : reject(error));
  });
}

/**
 * Appends that arrive while the disk is flushing share the next flush. After the first write that fails nothing is
 * written or acknowledged any more: what reached the disk is then unknown, and only reopening finds out.
 */
export class GroupCommit {
  private readonly queue: Group[] = [];
  private flushing: Group | undefined;
  private failure: Error | undefined;
  private reportFailure: (error: Error) => void = () => undefined;
  /** Resolves with the reason when the store stopped by itself. */
  readonly failed = new Promise<Error>((resolve) => {
    this.reportFailure = resolve;
  });

  constructor(
    private readonly log: SegmentLog,
    private readonly onDurable: (batches: readonly RecordBatch[]) => void,
  ) {}

  /** @throws StoreStopped, or why no more writes are taken. */
  assertOpen(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  /** Resolves when the batch is durable. @throws StoreStopped */
  write(batch: RecordBatch): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    let group = this.queue.at(-1);
    if (group === undefined || group.bytes + batch.bytes > groupBytesMax) {
      group = new Group();
      this.queue.push(group);
      if (this.queue.length === 1 && this.flushing === undefined) setImmediate(() => void this.flushAll());
    }
    group.batches.push(batch);
    group.bytes += batch.bytes;
    return group.settled;
  }

  /** Resolves when everything given to it so far is durable. @throws StoreStopped */
  settled(): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return (this.queue.at(-1) ?? this.flushing)?.settled ?? Promise.resolve();
  }

  /** Refuses every write from now on and flushes those it has; false when they could not be flushed. */
  async drain(reason: Error): Promise<boolean> {
    const settled = this.settled();
    this.failure ??= reason;
    return settled.then(
      () => true,
      () => false,
    );
  }

  private async flushAll(): Promise<void> {
    for (let group = this.queue.shift(); group !== undefined; group = this.queue.shift()) {
      this.flushing = group;
      try {
        await this.log.append(group.batches);
      } catch (error) {
        this.fail(group, error);
        return;
      }
      this.onDurable(group.batches);
      group.settle();
    }
    this.flushing = undefined;
  }

  private fail(group: Group, cause: unknown): void {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const error = new StoreStopped(`The event store stopped because it could not write: ${reason}`, { cause });
    this.failure = error;
    this.flushing = undefined;
    for (const doomed of [group, ...this.queue.splice(0)]) this.reject(doomed, error);
    this.reportFailure(error);
  }

  private reject(group: Group, error: Error): void {
    group.settled.catch(() => undefined);
    group.settle(error);
  }
}
