import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#libs/embedded/postgres/embedded-postgres.js';
import { postmasterPid } from '#libs/embedded/postgres/postmaster-lock.js';
import { openDatabase, type Database } from './database.js';
import { eventually, rowsOf } from './engine.spec-support.js';
import { MemoryLog } from './memory-log.spec-support.js';
import { migrate } from './migrations.js';
import { runProjections } from './run-projections.js';
import { tillsProjection } from './sample-projection.spec-support.js';

describe('F7.1 when Postgres is killed', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-outage-spec-'));
  const directory = path.join(folder, 'data');
  const projection = tillsProjection();
  const controller = new AbortController();
  let server: EmbeddedPostgres;
  let database: Database;

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    server = await startEmbeddedPostgres({ directory, port: 0 });
    database = openDatabase({ url: server.url });
    await migrate(database);
  });
  afterAll(async () => {
    controller.abort();
    await database.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('the engine waits for it and goes on, with every event in effect once', async () => {
    const log = new MemoryLog(20);
    const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const timing = { pollMs: 20, idleWriteMs: 10, standByMs: 50 };
    const { signal } = controller;
    const running = await runProjections({
      projections: [projection],
      eventStreams: log,
      database,
      log: quiet,
      signal,
      timing,
    });
    const move = (): void => void log.record('till-a', 'MoneyMoved.v1', { till: 'a', minor: '1' });
    for (let n = 0; n < 200; n++) move();
    await eventually(() => running.states()[0]?.position !== undefined);

    const pid = postmasterPid(directory);
    if (pid === undefined) throw new Error('Postgres does not run');
    process.kill(pid, 'SIGKILL');
    await server.exited;
    for (let n = 0; n < 200; n++) move();
    await eventually(() => running.states()[0]?.retrying !== undefined);
    server = await startEmbeddedPostgres({ directory, port: server.port });

    await eventually(() => running.states()[0]?.position?.commit === log.events.at(-1)?.position.commit);
    expect(running.states()).toMatchObject([{ status: 'active', retrying: undefined }]);
    const rows = await rowsOf(database, projection, 'tills_v1');
    expect(rows).toMatchObject({ till_balance: [{ balance_minor: '400', moves: '400', last_revision: '399' }] });
    expect(rows['till_move']).toHaveLength(400);
    controller.abort();
    await running.done;
  });
});
