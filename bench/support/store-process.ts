import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const entry = fileURLToPath(new URL('../../libs/embedded/event-store/main.js', import.meta.url));
const readySchema = z.object({ connectionString: z.string() });

/** Runs `work` against an empty embedded event store in a process of its own, which ends with it. */
export async function withStoreProcess<Result>(work: (connectionString: string) => Promise<Result>): Promise<Result> {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'ledger-bench-events-'));
  const child = fork(entry, ['--data', directory, '--port', '0'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const exit = once(child, 'exit');
  const failed = exit.then(() => Promise.reject(new Error('The event store did not start')));
  try {
    const [message] = await Promise.race([once(child, 'message'), failed]);
    failed.catch(() => {});
    return await work(readySchema.parse(message).connectionString);
  } finally {
    child.kill('SIGTERM');
    await exit;
    await fs.rm(directory, { recursive: true, force: true });
  }
}
