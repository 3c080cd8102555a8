import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '#libs/embedded/postgres/embedded-postgres.js';

export interface BenchStores {
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

/** Both embedded stores as `npm start` runs them, in processes of their own, durable, on a new folder. */
export async function startStores(): Promise<BenchStores> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-bench-'));
  chmodSync(folder, 0o755);
  const [eventStore, postgres] = await Promise.all([
    startEventStore(path.join(folder, 'event-store')),
    startEmbeddedPostgres({ directory: path.join(folder, 'postgres'), port: 0 }),
  ]);
  return {
    eventStoreUrl: eventStore.url,
    databaseUrl: postgres.url,
    stop: async () => {
      await Promise.all([eventStore.stop(), postgres.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The embedded event store in a process of its own. */
export async function startEventStore(directory: string): Promise<{ url: string; stop(): Promise<void> }> {
  const main = fileURLToPath(new URL('../../libs/embedded/event-store/main.js', import.meta.url));
  const child = fork(main, ['--data', directory, '--port', '0'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return { url: await connectionStringOf(child), stop: () => stop(child) };
}

async function connectionStringOf(child: ChildProcess): Promise<string> {
  const [message]: unknown[] = await once(child, 'message');
  if (typeof message === 'object' && message !== null && 'connectionString' in message)
    return String(message.connectionString);
  throw new Error(`The event store said ${JSON.stringify(message)} instead of where it is`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
