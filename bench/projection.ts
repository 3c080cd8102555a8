import type { EventStreams, Position } from '#libs/event-streams/event-streams.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';
import { openDatabase } from '#libs/read-store/database.js';
import { migrate } from '#libs/read-store/migrations.js';
import { projections } from '#projections/registry.js';
import type { Benchmark, BenchResult } from './support/benchmark.js';
import { fillLog } from './support/fill-log.js';
import { projectLog } from './support/project-log.js';
import { withStores, type BenchStores } from './support/stores.js';
import { payoutLives, seed as workloadSeed } from './support/workload.js';

/**
 * Projection of ledger events out of the event store into all read models, end to end: store, wire, decoding, folding and
 * durable rows. Beside it, in the same run, what merely reading the same log costs.
 */
export const projection: Benchmark = {
  name: 'projection',
  summary: 'ledger events from the event store into all read models, beside merely reading them',
  defaults: { events: 300_000, concurrency: 1, rounds: 1 },
  run: ({ events }) => withStores((stores) => compare(stores, events)),
};

async function compare({ eventStoreUrl, databaseUrl }: BenchStores, events: number): Promise<BenchResult[]> {
  const streams = connectEventStreams({ connectionString: eventStoreUrl, timing: patientTiming });
  const database = openDatabase({ url: databaseUrl });
  try {
    await migrate(database);
    const filled = await fillLog(streams, payoutLives, events);
    return [
      await timed('projection', filled, () => projectLog({ eventStreams: streams, database, projections })),
      await timed('reading only', filled, () => readLog(streams)),
    ];
  } finally {
    await streams.close();
    await database.close();
  }
}

async function timed(name: string, events: number, work: () => Promise<void>): Promise<BenchResult> {
  const [startedAt, before] = [performance.now(), process.cpuUsage()];
  await work();
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(before);
  return {
    name,
    seed: workloadSeed,
    events,
    seconds: Number(seconds.toFixed(2)),
    perSecond: Math.round(events / seconds),
    cpu_us_per_event: Number(((user + system) / events).toFixed(1)),
  };
}

async function readLog(streams: EventStreams): Promise<void> {
  const prefixes = [...new Set(projections.flatMap(({ streams: read }) => read))];
  let last: Position | undefined;
  for await (const event of streams.readAll('start', { streamPrefixes: prefixes })) last = event.position;
  if (last === undefined) throw new Error('The log is empty');
}
