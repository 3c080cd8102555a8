/**
 * How fast the projection engine is without an event store: decoded, folded and written to an embedded Postgres with
 * fsync on, from a log in memory. `node dist/bench/projection-engine.js [events]` prints one line of JSON.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '#libs/embedded/postgres/embedded-postgres.js';
import { openDatabase, type Database } from '#libs/read-store/database.js';
import { eventually } from '#libs/read-store/engine.spec-support.js';
import { MemoryLog } from '#libs/read-store/memory-log.spec-support.js';
import { migrate } from '#libs/read-store/migrations.js';
import { rebuildProjection } from '#libs/read-store/projection.registry.js';
import { runProjections } from '#libs/read-store/run-projections.js';
import { projections } from '#projections/registry.js';
import { ledger, payoutLives, type Scenario } from './support/workload.js';

const batchSize = 2_000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function measure(database: Database, fill: Scenario, count: number): Promise<object> {
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
  const stopped = running.states().flatMap(({ stoppedAt }) => stoppedAt ?? []);
  controller.abort();
  await running.done;
  for (const projection of projections) await rebuildProjection(database, projection);
  const events = log.events.length;
  return {
    events,
    seconds: Number(seconds.toFixed(2)),
    eventsPerSecond: Math.round(events / seconds),
    nodeCpuMicrosPerEvent: Number(((cpu.user + cpu.system) / events).toFixed(1)),
    ...(stopped.length > 0 && { stopped }),
  };
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-bench-'));
chmodSync(folder, 0o755);
const server = await startEmbeddedPostgres({ directory: path.join(folder, 'data'), port: 0 });
const database = openDatabase({ url: server.url });
try {
  await migrate(database);
  const count = Number(process.argv[2] ?? 300_000);
  const results = {
    ledger: await measure(database, ledger, count),
    payouts: await measure(database, payoutLives, count),
  };
  process.stdout.write(`${JSON.stringify({ bench: 'projection-engine', node: process.version, ...results })}\n`);
} finally {
  await database.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
