import { z } from 'zod';
import type { EventStreams, Position } from '#libs/event-streams/event-streams.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';
import { openDatabase, type Database } from '#libs/read-store/database.js';
import { projections } from '#projections/registry.js';
import { projectLog } from './support/project-log.js';

/** What the work took, in a process of its own. */
export interface ProjectionTaken {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

export const projectionWork = z.object({
  eventStoreUrl: z.string(),
  databaseUrl: z.string(),
  work: z.enum(['project', 'read']),
});
export type ProjectionWork = z.infer<typeof projectionWork>;

if (process.send) process.once('message', (message) => void answer(projectionWork.parse(message)));

async function answer({ eventStoreUrl, databaseUrl, work }: ProjectionWork): Promise<void> {
  const streams = connectEventStreams({ connectionString: eventStoreUrl, timing: patientTiming });
  const database = openDatabase({ url: databaseUrl });
  try {
    const [startedAt, before] = [performance.now(), process.cpuUsage()];
    await (work === 'read' ? readLog(streams) : project(streams, database));
    const seconds = (performance.now() - startedAt) / 1_000;
    const { user, system } = process.cpuUsage(before);
    const taken: ProjectionTaken = { seconds, cpuSeconds: (user + system) / 1e6 };
    process.send?.(taken);
  } finally {
    await streams.close();
    await database.close();
  }
}

function project(eventStreams: EventStreams, database: Database): Promise<void> {
  return projectLog({ eventStreams, database, projections });
}

async function readLog(streams: EventStreams): Promise<void> {
  const prefixes = [...new Set(projections.flatMap(({ streams: read }) => read))];
  let last: Position | undefined;
  for await (const event of streams.readAll('start', { streamPrefixes: prefixes })) last = event.position;
  if (last === undefined) throw new Error('The log is empty');
}
