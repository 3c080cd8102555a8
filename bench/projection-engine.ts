import { openDatabase, type Database } from '#libs/read-store/database.js';
import { eventually } from '#libs/read-store/engine.spec-support.js';
import { MemoryLog } from '#libs/read-store/memory-log.spec-support.js';
import { migrate } from '#libs/read-store/migrations.js';
import { rebuildProjection } from '#libs/read-store/projection.registry.js';
import { runProjections } from '#libs/read-store/run-projections.js';
import { projections } from '#projections/registry.js';
import type { Benchmark, BenchResult } from './support/benchmark.js';
import { withStores } from './support/stores.js';
import { ledger, payoutLives, seed, type Scenario } from './support/workload.js';

const batchSize = 2_000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * How fast the projection engine is without an event store: decoded, folded and written to an embedded Postgres with
 * fsync on, from a log in memory.
 */
export const projectionEngine: Benchmark = {
  name: 'projection-engine',
  summary: 'the projection engine alone, from a log in memory into durable rows',
  defaults: { events: 300_000, concurrency: 1, rounds: 1 },
  run: ({ events: count }) => withStores(({ databaseUrl }) => measureBoth(databaseUrl, count)),
};

async function measureBoth(databaseUrl: string, count: number): Promise<BenchResult[]> {
  const database = openDatabase({ url: databaseUrl });
  try {
    await migrate(database);
    return [
      await measure('account postings', database, { fill: ledger, count }),
      await measure('whole payouts', database, { fill: payoutLives, count }),
    ];
  } finally {
    await database.close();
  }
}

interface Work {
  readonly fill: Scenario;
  readonly count: number;
}

async function measure(name: string, database: Database, { fill, count }: Work): Promise<BenchResult> {
  const log = new MemoryLog(batchSize);
  fill(log, count);
  const controller = new AbortController();
  const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()];
  const { signal } = controller;
  const running = await runProjections({ projections, eventStreams: log, database, log: quiet, signal });
  const end = log.events.at(-1)?.position.commit;
  await eventually(() => running.states().every((state) => state.stoppedAt ?? state.position?.commit === end), 600_000);
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  const stopped = running.states().find(({ stoppedAt }) => stoppedAt);
  if (stopped) throw new Error(`${stopped.name} stopped: ${stopped.stoppedAt?.reason}`);
  controller.abort();
  await running.done;
  for (const each of projections) await rebuildProjection(database, each);
  const events = log.events.length;
  return {
    name,
    seed,
    events,
    seconds: Number(seconds.toFixed(2)),
    perSecond: Math.round(events / seconds),
    cpu_us_per_event: Number(((cpu.user + cpu.system) / events).toFixed(1)),
  };
}
