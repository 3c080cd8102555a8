import { TimedOut, withDeadline } from './deadline.js';
import { StoreUnavailable } from './event-streams.errors.js';
import {
  comparePositions,
  type EventBatch,
  type EventFilter,
  type EventStreams,
  type LogPoint,
  type StoredEvent,
} from './event-streams.js';
import { Handover } from './handover.js';

/** What to read, and how long a silence ends it, in milliseconds. */
export interface LogRange {
  readonly after: LogPoint;
  readonly filter: EventFilter | undefined;
  readonly idleMs: number;
}

/**
 * The log up to its end at this moment. The client's own reading of `$all` has no filter, so everything would travel;
 * a filtered subscription until that end lets the server do the choosing, and mends lost connections.
 * @throws StoreUnavailable when nothing has come for `idleMs`.
 */
export async function* readLog(streams: EventStreams, range: LogRange): AsyncGenerator<StoredEvent> {
  const { after } = range;
  const head = after === 'end' ? undefined : await streams.head();
  if (!head || (typeof after === 'object' && comparePositions(after, head) >= 0)) return;
  for await (const batch of batches(streams, range)) {
    for (const event of batch.events) if (comparePositions(event.position, head) <= 0) yield event;
    if (batch.live || comparePositions(batch.considered, head) >= 0) return;
  }
}

async function* batches(streams: EventStreams, { after, filter, idleMs }: LogRange): AsyncGenerator<EventBatch> {
  const handover = new Handover<EventBatch>();
  const onBatch = async (batch: EventBatch): Promise<void> => handover.give(batch);
  const subscription = streams.subscribe({ name: 'log reader', after, ...(filter && { filter }), onBatch });
  // Not by a race with `done`: one that goes on for ever keeps every batch that was raced with it.
  subscription.done
    .then(() => handover.fail(new StoreUnavailable('The subscription was stopped')))
    .catch((error: unknown) => handover.fail(error));
  try {
    for (;;) yield await withDeadline(handover.take(), { ms: idleMs });
  } catch (error) {
    throw error instanceof TimedOut ? new StoreUnavailable('The log went silent', { cause: error }) : error;
  } finally {
    handover.close();
    await subscription.stop();
  }
}
