import { deferred, type Deferred } from './deferred.js';
import type { EventBatch, Position, StoredEvent } from './event-streams.js';

/** How long history may gather into a batch before it is handed on. */
const lingerMs = 20;
/** How often progress through events that the filter leaves out is told. */
const progressEveryMs = 1_000;

export interface InboxOptions {
  readonly batchSizeMax: number;
  readonly considered: () => Position | undefined;
  /** Called when a whole batch is waiting, and when there is room again. */
  readonly onFull: (full: boolean) => void;
}

/**
 * Gathers events into the next batch while the one before is being handled. History comes in large batches, live
 * events as soon as somebody waits for them.
 */
export class BatchInbox {
  private events: StoredEvent[] = [];
  private live = false;
  private told: { readonly position: Position | undefined; readonly live: boolean } = {
    position: undefined,
    live: false,
  };
  private waiter: Deferred<void> | undefined;
  private alarm: { readonly afterMs: number; cancel(): void } | undefined;
  private closing: { readonly error?: Error } | undefined;

  constructor(private readonly options: InboxOptions) {}

  get full(): boolean {
    return this.events.length >= this.options.batchSizeMax;
  }

  push(event: StoredEvent): void {
    this.events.push(event);
    if (this.full) this.options.onFull(true);
    this.schedule();
  }

  /** More of the log has been considered, though nothing of it was for us. */
  progress(): void {
    this.schedule();
  }

  setLive(live: boolean): void {
    this.live = live;
    this.schedule();
  }

  /** Without an error what has been gathered is dropped; with one it is still handed on before `next` throws. */
  close(error?: Error): void {
    this.closing ??= error ? { error } : {};
    this.wake();
  }

  /** The next batch as soon as it is due, undefined after `close()`. */
  async next(): Promise<EventBatch | undefined> {
    while (!this.closing) {
      this.waiter = deferred();
      this.schedule();
      await this.waiter.promise;
      const batch = this.closing ? undefined : this.take();
      if (batch) return batch;
    }
    if (!this.closing.error) return undefined;
    const rest = this.events.length > 0 ? this.take() : undefined;
    if (rest) return rest;
    throw this.closing.error;
  }

  private take(): EventBatch | undefined {
    const considered = this.options.considered();
    if (!considered) return undefined;
    const wasFull = this.full;
    const batch = { events: this.events, considered, live: this.live };
    this.events = [];
    this.told = { position: considered, live: this.live };
    if (wasFull) this.options.onFull(false);
    return batch;
  }

  private schedule(): void {
    if (!this.waiter) return;
    const afterMs = this.dueInMs();
    if (afterMs === undefined || (this.alarm && this.alarm.afterMs <= afterMs)) return;
    this.alarm?.cancel();
    this.alarm = alarmAfter(afterMs, () => this.wake());
  }

  private dueInMs(): number | undefined {
    if (this.full) return 0;
    if (this.events.length > 0) return this.live ? 0 : lingerMs;
    const considered = this.options.considered();
    if (!considered) return undefined;
    if (this.live && !this.told.live) return 0;
    const moved = this.told.position !== undefined && considered !== this.told.position;
    return moved ? progressEveryMs : undefined;
  }

  private wake(): void {
    this.alarm?.cancel();
    this.alarm = undefined;
    this.waiter?.resolve();
    this.waiter = undefined;
  }
}

function alarmAfter(afterMs: number, ring: () => void): { afterMs: number; cancel(): void } {
  if (afterMs === 0) {
    const immediate = setImmediate(ring);
    return { afterMs, cancel: () => clearImmediate(immediate) };
  }
  const timer = setTimeout(ring, afterMs);
  return { afterMs, cancel: () => clearTimeout(timer) };
}
