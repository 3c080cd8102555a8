import { setTimeout as delay } from 'node:timers/promises';
import type { Batch } from './batch.js';
import { isSamePosition } from './checkpoint.checks.js';
import { PoisonEvent } from './delivery.js';
import type { ProjectionStore, Step } from './projection.store.js';
import { CheckpointConflict, isPermanent } from './write-errors.js';

/** Where retries are seen from outside. */
export interface RetryObserver {
  onRetry(attempt: number, error: unknown): void;
  onRecovered(): void;
}

export interface BatchWriterOptions {
  readonly store: ProjectionStore;
  readonly observer: RetryObserver;
  /** Ends the waiting between attempts. */
  readonly signal: AbortSignal;
}

const backOffMsMin = 50;
const backOffMsMax = 5_000;

/**
 * Writes a batch, trying again as long as only the database is at fault. A batch that it refuses is halved until the
 * one event is found that it refuses; the events before that one are written.
 * @throws PoisonEvent, CheckpointConflict; AbortError when told to end while the database cannot be reached.
 */
export async function writeBatch(batch: Batch, options: BatchWriterOptions): Promise<void> {
  try {
    await writeUntilDone(batch, options);
  } catch (error) {
    const [first] = batch.deliveries;
    if (first === undefined || !isPermanent(error)) throw error;
    if (batch.deliveries.length === 1) throw new PoisonEvent(first, error);
    for (const half of batch.halves()) await writeBatch(half, options);
  }
}

async function writeUntilDone(batch: Batch, options: BatchWriterOptions): Promise<void> {
  const { observer, signal } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      await writeOnce(batch, options.store, attempt);
      if (attempt > 1) observer.onRecovered();
      return;
    } catch (error) {
      if (isPermanent(error) || error instanceof CheckpointConflict) throw error;
      observer.onRetry(attempt, error);
      await delay(Math.min(backOffMsMin * 2 ** (attempt - 1), backOffMsMax), undefined, { signal });
    }
  }
}

async function writeOnce({ fold, from, to }: Batch, store: ProjectionStore, attempt: number): Promise<void> {
  if (to === undefined || isSamePosition(from, to)) return;
  const step: Step = { from, to };
  try {
    await store.write(fold, step);
  } catch (error) {
    // The answer to an earlier attempt may be all that was lost (F7.1).
    if (attempt === 1 || !(error instanceof CheckpointConflict)) throw error;
    if (!isSamePosition((await store.load())?.position, to)) throw error;
  }
}
