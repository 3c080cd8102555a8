import { excludeSystemEvents, streamNameFilter, type Filter } from '@eventstore/db-client';
import type { EventFilter, Position } from './event-streams.js';

/** The server tells how far it has looked after this many events that the filter left out. */
export const checkpointEvery = 32;

/** @param onCheckpoint hears how far the server has looked; it must not throw, the client could not bear it. */
export function clientFilter(filter: EventFilter | undefined, onCheckpoint: (position: Position) => void): Filter {
  const options = { maxSearchWindow: checkpointEvery, checkpointInterval: 1 };
  const checkpointReached = (_: unknown, position: Position): void => onCheckpoint(position);
  const prefixes = filter?.streamPrefixes;
  if (!prefixes?.length) return excludeSystemEvents({ ...options, checkpointReached });
  return streamNameFilter({ ...options, checkpointReached, prefixes: [...prefixes] });
}

export function matchesFilter(filter: EventFilter | undefined, event: { streamId: string; type: string }): boolean {
  const prefixes = filter?.streamPrefixes;
  if (!prefixes?.length) return !event.type.startsWith('$');
  return prefixes.some((prefix) => event.streamId.startsWith(prefix));
}
