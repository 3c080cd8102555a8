import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase } from '#libs/read-store/database.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import { freePort } from './free-port.js';
import { findPostgresBinaries } from './postgres.binaries.js';
import { postmasterPid } from './postmaster-lock.js';
import { findProcess } from './process-table.js';
import { unprivilegedUser } from './unprivileged-user.js';

describe('startEmbeddedPostgres', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-postgres-spec-'));
  const directory = path.join(folder, 'data');
  let server: EmbeddedPostgres | undefined;
  let holder: ChildProcess | undefined;

  const start = async (port = 0): Promise<EmbeddedPostgres> =>
    (server = await startEmbeddedPostgres({ directory, port }));

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    const { url } = await start();
    await query(url, 'create table kept (n integer)');
    await query(url, 'insert into kept values (1)');
  });
  afterEach(async () => {
    holder?.kill('SIGKILL');
    await server?.stop();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps the data over a stop, and tells an intended end from another', async () => {
    const first = server;
    await first?.stop();
    await expect(first?.exited).resolves.toBeUndefined();
    const { url } = await start();
    await expect(query(url, 'select n from kept')).resolves.toEqual([{ n: 1 }]);
  });

  it('recovers on the same port after its server was killed', async () => {
    const { url, port, exited } = await start();
    await query(url, 'insert into kept values (2)');
    process.kill(requirePid(directory), 'SIGKILL');
    await expect(exited).resolves.toMatchObject({ message: expect.stringContaining('137') });
    const again = await start(port);
    expect(again.port).toBe(port);
    await expect(query(again.url, 'select n from kept order by n')).resolves.toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('ends with the process that started it, even if that is killed', async () => {
    holder = await hold(directory);
    const pid = requirePid(directory);
    holder.kill('SIGKILL');
    await until(() => findProcess(pid)?.zombie ?? true);
    expect(postmasterPid(directory)).toBeUndefined();
    const { url } = await start();
    await expect(query(url, 'select count(*) as rows from kept')).resolves.toEqual([{ rows: '2' }]);
  });

  it('starts while the server of a process that was just killed is still shutting down', async () => {
    holder = await hold(directory);
    holder.kill('SIGKILL');
    await expect(start()).resolves.toBeDefined();
  });

  it('stops an orphan whose supervisor is gone', async () => {
    await server?.stop();
    const user = unprivilegedUser();
    const orphan = spawn(
      path.join(findPostgresBinaries(user), 'postgres'),
      ['-D', directory, '-p', String(await freePort('127.0.0.1'))],
      { ...user, cwd: '/', stdio: 'ignore' },
    );
    await until(() => postmasterPid(directory) !== undefined);
    const ended = once(orphan, 'exit');
    const { url } = await start();
    await ended;
    await expect(query(url, 'select 1 as one')).resolves.toEqual([{ one: 1 }]);
  });

  it('starts in spite of a lock that names a stranger', async () => {
    await (await start()).stop();
    writeFileSync(path.join(directory, 'postmaster.pid'), `${process.pid}\n${directory}\n`);
    const { url } = await start();
    await expect(query(url, 'select 1 as one')).resolves.toEqual([{ one: 1 }]);
  });

  it('refuses a directory that a living process uses', async () => {
    holder = await hold(directory);
    await expect(startEmbeddedPostgres({ directory, port: 0 })).rejects.toThrow(
      'in use by the Postgres of another process',
    );
  });

  it('names the port that is taken', async () => {
    const port = await freePort('127.0.0.1');
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    await expect(start(port)).rejects.toMatchObject({
      name: 'PortTaken',
      port,
      message: expect.stringContaining(`${port}`),
    });
    other.close();
  });
});

async function query(url: string, text: string): Promise<unknown[]> {
  const database = openDatabase({ url, connectionsMax: 1 });
  try {
    return (await sql.raw(text).execute(database)).rows;
  } finally {
    await database.close();
  }
}

/** Another process that runs a server on the directory. */
async function hold(directory: string): Promise<ChildProcess> {
  const holder = spawn(process.execPath, ['test/support/hold-postgres.mjs', directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  return holder;
}

function requirePid(directory: string): number {
  const pid = postmasterPid(directory);
  if (pid === undefined) throw new Error('Postgres does not run');
  return pid;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
