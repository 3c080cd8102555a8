import {
  BACKWARDS,
  END,
  StreamNotFoundError,
  type AllStreamResolvedEvent,
  type EventStoreDBClient,
  type ResolvedEvent,
  type StreamingRead,
} from '@eventstore/db-client';
import { readError } from './client-errors.js';
import { Deadline, timedOut, type Patience } from './deadline.js';
import { deferred } from './deferred.js';
import type { Position, StoredEvent, StreamSlice } from './event-streams.js';
import { toStoredEvent } from './stored-event.js';

/** What the end of the log looks like to someone who only wants to know whether something is missing. */
export interface RecentEvent {
  readonly streamId: string;
  readonly type: string;
  readonly position: Position;
}

/** The stream from `fromRevision` on. @throws StoreUnavailable, StreamDeleted, ReadRefused, UnreadableEvent. */
export async function readSlice(
  client: EventStoreDBClient,
  streamName: string,
  fromRevision: bigint,
  patience: Patience,
): Promise<StreamSlice> {
  try {
    const options = { fromRevision, requiresLeader: true };
    const events = await collect(client.readStream(streamName, options), toStoredEvent, patience);
    const last = events.at(-1)?.revision ?? fromRevision - 1n;
    return { revision: last < 0n ? 'no-stream' : last, events };
  } catch (error) {
    if (error instanceof StreamNotFoundError) return { revision: 'no-stream', events: [] };
    throw readError(error, streamName);
  }
}

/** One event of the stream. @throws as `readSlice` does. */
export async function readOne(
  client: EventStoreDBClient,
  streamName: string,
  revision: bigint | 'last',
  patience: Patience,
): Promise<StoredEvent | undefined> {
  try {
    const fromRevision = revision === 'last' ? END : revision;
    const backwards = { direction: BACKWARDS, fromRevision, maxCount: 1, requiresLeader: true } as const;
    const [event] = await collect(client.readStream(streamName, backwards), toStoredEvent, patience);
    return revision === 'last' || event?.revision === revision ? event : undefined;
  } catch (error) {
    if (error instanceof StreamNotFoundError) return undefined;
    throw readError(error, streamName);
  }
}

/** The last events of the log, newest first, the server's own included. */
export async function readRecent(
  client: EventStoreDBClient,
  count: number,
  patience: Patience,
): Promise<RecentEvent[]> {
  try {
    const backwards = { direction: BACKWARDS, fromPosition: END, maxCount: count, requiresLeader: true } as const;
    const recent = await collect(client.readAll(backwards), toRecentEvent, patience);
    return recent.filter((event) => event !== undefined);
  } catch (error) {
    throw readError(error, '$all');
  }
}

function toRecentEvent({ event, commitPosition = 0n }: AllStreamResolvedEvent): RecentEvent | undefined {
  if (!event) return undefined;
  const position = event.position ?? { commit: commitPosition, prepare: commitPosition };
  return { streamId: event.streamId, type: event.type, position };
}

/** Everything a read yields. The client ignores deadlines on reads, so silence ends it here. */
async function collect<Resolved extends ResolvedEvent | AllStreamResolvedEvent, Item>(
  stream: StreamingRead<Resolved>,
  convert: (resolved: Resolved) => Item,
  patience: Patience,
): Promise<Item[]> {
  const items: Item[] = [];
  const ended = deferred();
  const idle = new Deadline(patience, () => ended.reject(timedOut(patience)));
  // Stays attached: an error after the end would be an unhandled one.
  stream.on('error', ended.reject);
  stream.on('end', () => ended.resolve());
  stream.on('data', (resolved: Resolved) => {
    idle.refresh();
    try {
      items.push(convert(resolved));
    } catch (error) {
      ended.reject(error);
    }
  });
  try {
    await ended.promise;
    return items;
  } catch (error) {
    stream.cancel().catch(() => {});
    throw error;
  } finally {
    idle.clear();
  }
}
