import { comparePositions, type Position } from '#libs/event-streams/event-streams.js';
import { Batch } from './batch.js';
import { writeBatch, type RetryObserver } from './batch.writer.js';
import type { Checkpoint, StoppedAt } from './checkpoint.js';
import { PoisonEvent, type Delivery } from './delivery.js';
import type { Projection } from './projection.definition.js';
import type { ProjectionStore } from './projection.store.js';
import { CheckpointConflict } from './write-errors.js';

/** Part of the log, for all projections that read it together. */
export interface DeliveredBatch {
  readonly deliveries: readonly Delivery[];
  readonly considered: Position;
  readonly live: boolean;
}

/** What a projector tells its runner. */
export interface ProjectorObserver extends RetryObserver {
  /** All caught up, while another version is being shown. */
  onCaughtUp(position: Position | undefined): Promise<void>;
  /** The checkpoint was moved by somebody else: everything has to be read again from where it is now. */
  onConflict(): void;
  /** It cannot go on; without an event where not one event alone is to blame. */
  onStopped(stoppedAt: StoppedAt): Promise<void>;
}

export interface ProjectorContext {
  readonly store: ProjectionStore;
  readonly observer: ProjectorObserver;
  readonly signal: AbortSignal;
  /** How often the checkpoint moves when no event in between concerns the projection. */
  readonly idleWriteMs: number;
}

const pendingEventsMax = 10_000;
/** While it catches up, it writes this many events at once: few large writes touch each row once. */
const catchUpEventsMin = 5_000;

/**
 * Runs one version of a projection: folds what is delivered while what came before is being written. The longer a
 * write takes, the more the next one holds.
 */
export class Projector {
  readonly projection: Projection;
  #pending: Batch;
  #written: Position | undefined;
  #live = false;
  #ended = false;
  #poison: PoisonEvent | undefined;
  #writtenAt = Date.now();
  #working: Promise<void> | undefined;
  #writing: Promise<void> | undefined;

  constructor(
    private readonly context: ProjectorContext,
    checkpoint: Checkpoint,
  ) {
    this.projection = context.store.projection;
    this.#written = checkpoint.position;
    this.#pending = new Batch(this.projection, checkpoint.position);
  }

  /** Everything up to here is in the tables. */
  get position(): Position | undefined {
    return this.#written;
  }

  /** Whether it has reached the end of the log, but for what is being written right now. */
  get live(): boolean {
    return this.#live;
  }

  /** It stopped, or has to start again from the checkpoint. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Resolves when there is room for more. */
  async accept(batch: DeliveredBatch): Promise<void> {
    if (this.#ended || this.#poison) return;
    this.#fold(batch);
    this.nudge();
    while (this.#writing && this.#pending.deliveries.length >= pendingEventsMax) await this.#writing;
  }

  /** Writes what is pending, if it is time to. */
  nudge(): void {
    this.#work(false);
  }

  /** Resolves when all is written or it has ended. */
  async flush(): Promise<void> {
    await this.#working;
    while (this.#isWorthWriting(true)) {
      this.#work(true);
      await this.#working;
    }
  }

  #fold({ deliveries, considered, live }: DeliveredBatch): void {
    try {
      for (const delivery of deliveries) if (this.#concerns(delivery)) this.#pending.add(delivery);
      if (isAfter(considered, this.#pending.to)) this.#pending.consider(considered);
      this.#live = live;
    } catch (error) {
      if (!(error instanceof PoisonEvent)) throw error;
      this.#poison = error;
    }
  }

  /** Redelivered events and those of other nouns are none of its business (F7.2). */
  #concerns({ stored: { position, streamName } }: Delivery): boolean {
    // A loop, as this is asked for every event and every projection.
    for (const prefix of this.projection.streams)
      if (streamName.startsWith(prefix)) return isAfter(position, this.#pending.to);
    return false;
  }

  #work(evenIdle: boolean): void {
    this.#working ??= this.#writeAll(evenIdle).finally(() => {
      this.#working = undefined;
      if (this.#isWorthWriting(false)) this.#work(false); // It came in at the very end.
    });
  }

  async #writeAll(evenIdle: boolean): Promise<void> {
    try {
      while (this.#isWorthWriting(evenIdle)) await this.#writeNext();
      if (this.#poison) await this.#stop(this.#poison.stoppedAt);
      else if (this.#live && !this.#ended) await this.context.observer.onCaughtUp(this.#written);
    } catch (error) {
      await this.#fail(error);
    }
  }

  #isWorthWriting(evenIdle: boolean): boolean {
    const { fold, from, to, deliveries } = this.#pending;
    if (this.#ended || !isAfter(to, from)) return false;
    const isDue = Date.now() - this.#writtenAt >= this.context.idleWriteMs;
    if (evenIdle || isDue || this.#poison !== undefined) return true;
    return !fold.isEmpty && (this.#live || deliveries.length >= catchUpEventsMin);
  }

  async #writeNext(): Promise<void> {
    const batch = this.#pending;
    this.#pending = new Batch(this.projection, batch.to);
    const written = writeBatch(batch, this.context);
    this.#writing = written.catch(() => undefined);
    try {
      await written;
    } finally {
      this.#writing = undefined;
    }
    this.#written = batch.to;
    this.#writtenAt = Date.now();
  }

  async #fail(error: unknown): Promise<void> {
    this.#ended = true;
    if (error instanceof CheckpointConflict) this.context.observer.onConflict();
    else if (error instanceof PoisonEvent) await this.#stop(error.stoppedAt);
    else if (!this.context.signal.aborted) await this.#stop({ event: '', type: '', id: '', reason: String(error) });
  }

  async #stop(stoppedAt: StoppedAt): Promise<void> {
    this.#ended = true;
    await this.context.observer.onStopped(stoppedAt);
  }
}

function isAfter(a: Position | undefined, b: Position | undefined): boolean {
  if (a === undefined) return false;
  return b === undefined || comparePositions(a, b) > 0;
}
