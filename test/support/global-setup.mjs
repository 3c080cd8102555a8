// One Postgres server for the whole test run; each spec makes its own database on it (postgres.ts).
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { importCompiled } from './compiled.mjs';

// The server's data need not survive the run.
const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '300' };

export default async function globalSetup() {
  const { startEmbeddedPostgres } = await importCompiled('libs/embedded/postgres', 'embedded-postgres.js');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-test-postgres-'));
  fs.chmodSync(folder, 0o755);
  const server = await startEmbeddedPostgres({ directory: path.join(folder, 'data'), port: 0, settings });
  process.env.TEST_POSTGRES_URL = server.url;
  globalThis.testPostgres = { server, folder };
}
