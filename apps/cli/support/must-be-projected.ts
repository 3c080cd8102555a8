import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { readLog } from '#libs/event-streams/log-reader.js';
import type { Database } from '#libs/read-store/database.js';
import { commonCheckpoint } from '#projections/exports/export-range.queries.js';
import { projections } from '#projections/registry.js';
import { withEventStreams } from './connections.js';
import { Refused } from './run-command.js';

const idle_ms_max = 10_000;

/**
 * What was recorded up to an instant can be read from the tables only when all of it is there; the log says whether it is.
 * @throws Refused, NotProjected, StoreUnavailable; ConfigError when `EVENTSTORE_URL` is missing.
 */
export async function mustBeProjected(database: Database, reads: readonly string[], until: Date): Promise<void> {
  const checkpoint = await commonCheckpoint(database, reads);
  const streamPrefixes = projections.filter(({ name }) => reads.includes(name)).flatMap(({ streams }) => streams);
  const isMissing = await withEventStreams((streams) => isRecordedBy(streams, until, { checkpoint, streamPrefixes }));
  if (!isMissing) return;
  const reached = checkpoint === 'start' ? 'begin' : `have come to position ${checkpoint.commit}`;
  throw new Refused(`The read models ${reached}; more was recorded by ${until.toISOString()}. Try again in a moment`);
}

/** Whether there is anything of these streams after the checkpoint that was recorded by then. */
async function isRecordedBy(
  streams: EventStreams,
  until: Date,
  {
    checkpoint,
    streamPrefixes,
  }: { checkpoint: Awaited<ReturnType<typeof commonCheckpoint>>; streamPrefixes: string[] },
): Promise<boolean> {
  const range = { after: checkpoint, filter: { streamPrefixes }, idleMs: idle_ms_max };
  for await (const { recordedAt } of readLog(streams, range)) return recordedAt <= until;
  return false;
}
