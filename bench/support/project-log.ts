import { setTimeout as delay } from 'node:timers/promises';
import type { EventStreams, Position } from '#libs/event-streams/event-streams.js';
import type { Database } from '#libs/read-store/database.js';
import type { Projection } from '#libs/read-store/projection.definition.js';
import { runProjections } from '#libs/read-store/run-projections.js';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface ProjectedLog {
  readonly eventStreams: EventStreams;
  readonly database: Database;
  readonly projections: readonly Projection[];
}

/** Runs projections until all of them have come to the present end of the log. */
export async function projectLog({ eventStreams, database, projections }: ProjectedLog): Promise<void> {
  const stopping = new AbortController();
  const end = await eventStreams.head();
  const { signal } = stopping;
  const running = await runProjections({ projections, eventStreams, database, log: quiet, signal });
  while (!running.states().every(({ position }) => isAt(position, end))) {
    const stopped = running.states().find(({ stoppedAt }) => stoppedAt);
    if (stopped) throw new Error(`${stopped.name} stopped: ${stopped.stoppedAt?.reason}`);
    await delay(10);
  }
  stopping.abort();
  await running.done;
}

function isAt(position: Position | undefined, end: Position | undefined): boolean {
  return position !== undefined && end !== undefined && position.commit >= end.commit;
}
