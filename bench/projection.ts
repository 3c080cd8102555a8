import { fileURLToPath } from 'node:url';
import { projectorNodeFlags } from '#libs/read-store/projector.flags.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';
import { openDatabase } from '#libs/read-store/database.js';
import { migrate } from '#libs/read-store/migrations.js';
import type { ProjectionTaken, ProjectionWork } from './projection.process.js';
import type { Benchmark, BenchResult } from './support/benchmark.js';
import { fillLog } from './support/fill-log.js';
import { inProcess } from './support/in-process.js';
import { withStores, type BenchStores } from './support/stores.js';
import { payoutLives, seed as workloadSeed } from './support/workload.js';

const entry = fileURLToPath(new URL('./projection.process.js', import.meta.url));

/**
 * Projection of ledger events out of the event store into all read models, end to end: store, wire, decoding, folding and
 * durable rows, by a process that Node runs as it runs the projector. Beside it what merely reading the same log costs.
 */
export const projection: Benchmark = {
  name: 'projection',
  summary: 'ledger events from the event store into all read models, beside merely reading them',
  defaults: { events: 300_000, concurrency: 1, rounds: 1 },
  run: ({ events }) => withStores((stores) => compare(stores, events)),
};

async function compare(stores: BenchStores, events: number): Promise<BenchResult[]> {
  const filled = await fill(stores, events);
  const run = (work: ProjectionWork['work']) =>
    inProcess<ProjectionTaken>(entry, { ...stores, work } satisfies ProjectionWork, projectorNodeFlags);
  return [report('projection', filled, await run('project')), report('reading only', filled, await run('read'))];
}

async function fill({ eventStoreUrl, databaseUrl }: BenchStores, events: number): Promise<number> {
  const streams = connectEventStreams({ connectionString: eventStoreUrl, timing: patientTiming });
  const database = openDatabase({ url: databaseUrl });
  try {
    await migrate(database);
    return await fillLog(streams, payoutLives, events);
  } finally {
    await streams.close();
    await database.close();
  }
}

function report(name: string, events: number, { seconds, cpuSeconds }: ProjectionTaken): BenchResult {
  return {
    name,
    seed: workloadSeed,
    events,
    seconds: Number(seconds.toFixed(2)),
    perSecond: Math.round(events / seconds),
    cpu_us_per_event: Number(((cpuSeconds / events) * 1e6).toFixed(1)),
  };
}
