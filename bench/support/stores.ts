import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '#libs/embedded/postgres/embedded-postgres.js';
import { withStoreProcess } from './store-process.js';

export interface BenchStores {
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
}

/** Both embedded stores as `npm start` runs them, empty and durable, each in a process of its own. */
export function withStores<Result>(work: (stores: BenchStores) => Promise<Result>): Promise<Result> {
  return withStoreProcess(async (eventStoreUrl) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-bench-rows-'));
    chmodSync(folder, 0o755);
    const postgres = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres'), port: 0 });
    try {
      return await work({ eventStoreUrl, databaseUrl: postgres.url });
    } finally {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
