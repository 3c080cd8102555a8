import { pause } from './deadline.js';
import { checkpointEvery, matchesFilter } from './event-filter.js';
import { comparePositions, type EventFilter, type Position } from './event-streams.js';
import type { RecentEvent } from './stream-reader.js';

/** Far enough back that, with nothing for us in between, a checkpoint must have come long ago. */
export const recentEventsMax = checkpointEvery * 8;
/** What has just been written may still be on its way. */
const graceMs = 1_000;

export interface Watched {
  readonly filter: EventFilter | undefined;
  readonly stallMs: number;
  readonly signal: AbortSignal;
  /** Milliseconds since the subscription last heard anything. */
  quietMs(): number;
  considered(): Position;
  /** The end of the log, read over another connection than the subscription's. */
  recent(): Promise<readonly RecentEvent[]>;
}

/**
 * Subscriptions have been seen to fall silent without an error (F7.6). Resolves true once the log holds something for
 * this one that it was not given, false when `signal` aborts.
 */
export async function stalled(watched: Watched): Promise<boolean> {
  const { signal, stallMs } = watched;
  while (!signal.aborted) {
    await pause(Math.max(stallMs - watched.quietMs(), stallMs / 10), signal);
    if (signal.aborted || watched.quietMs() < stallMs) continue;
    const missed = await newestMissed(watched);
    if (!missed) continue;
    await pause(graceMs, signal);
    if (!signal.aborted && watched.quietMs() >= stallMs && isBehind(watched, missed)) return true;
  }
  return false;
}

async function newestMissed(watched: Watched): Promise<Position | undefined> {
  const recent = await watched.recent().catch(() => []);
  const unseen = recent.filter(({ position }) => isBehind(watched, position));
  const ours = unseen.find((event) => matchesFilter(watched.filter, event));
  if (ours) return ours.position;
  // All of them unseen and none for us: at least one checkpoint should have told.
  return unseen.length === recentEventsMax ? unseen.at(0)?.position : undefined;
}

function isBehind(watched: Watched, position: Position): boolean {
  return comparePositions(watched.considered(), position) < 0;
}
