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

const batchSize = 2_000;
const wallets = 50;
const seed = 20_250_330;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Numbers below `limit`, the same in every run (mulberry32). */
function randomNumbers(): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

type Scenario = (log: MemoryLog, count: number) => void;

const at = '2025-03-30T01:30:00.000Z';
const assetOf = 'USDT@tron/6';

/** Money that is held and captured: account streams only, one posting in each event. */
const ledger: Scenario = (log, count) => {
  const random = randomNumbers();
  for (let n = 0; n < count; n += 2) {
    const wallet = `wal_${random(wallets)}`;
    hold(log, { wallet, id: `hold_${n}`, minor: `${1 + random(1_000_000_000)}` });
  }
};

/** Whole payouts: seven events in two streams. */
const payoutLives: Scenario = (log, count) => {
  const random = randomNumbers();
  for (let n = 0; n < count; n += 7) {
    const wallet = `wal_${random(wallets)}`;
    payout(log, { wallet, id: `po_${n}`, minor: `${1 + random(1_000_000_000)}` });
  }
};

interface Movement {
  readonly wallet: string;
  readonly id: string;
  readonly minor: string;
}

function hold(log: MemoryLog, { wallet, id, minor }: Movement): void {
  const amount = { minor, asset: assetOf };
  const base = { walletId: wallet, holdId: id, amount };
  const [available, reserved, out] = [`wallet:${wallet}:available`, `wallet:${wallet}:reserved`, 'external:tron'];
  const stream = `account-${wallet}-${assetOf}`;
  log.record(stream, 'FundsHeld.v1', { ...base, postings: [{ from: available, to: reserved, amount }], heldAt: at });
  const postings = [{ from: reserved, to: out, amount }];
  log.record(stream, 'HoldCaptured.v1', { ...base, reference: `tx-${id}`, postings, capturedAt: at });
}

function payout(log: MemoryLog, { wallet, id, minor }: Movement): void {
  const stream = `payout-${id}`;
  log.record(stream, 'PayoutRequested.v1', {
    payoutId: id,
    operatorId: 'op_1',
    playerId: `player_${id}`,
    walletId: wallet,
    providerWalletId: 'pw_1',
    amount: { minor, asset: assetOf },
    destination: `T${id}`,
    idempotencyKey: `key-${id}`,
    requestHash: 'hash',
    requestedAt: at,
  });
  log.record(stream, 'PayoutFundsReserved.v1', { payoutId: id, holdId: id, reservedAt: at });
  const attempt = { payoutId: id, attempt: 1 };
  log.record(stream, 'PayoutAttemptStarted.v1', { ...attempt, note: `note-${id}`, claimedBy: 'worker', startedAt: at });
  const providerId = `provider-${id}`;
  log.record(stream, 'PayoutBound.v1', { ...attempt, providerId, evidence: 'e', via: 'gate', boundAt: at });
  const settled = { payoutId: id, providerId, transactionHash: `0x${id}`, evidence: 'e', settledAt: at };
  log.record(stream, 'PayoutSettled.v1', settled);
  hold(log, { wallet, id, minor });
}

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
