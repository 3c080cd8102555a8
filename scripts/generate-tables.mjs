// Writes libs/read-store/tables.gen.ts, the kysely types of the read store, from the migrations and the projections.
// test/architecture/generated-tables.spec.ts fails when it was forgotten.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, setUp } from './setup.mjs';

setUp();
process.chdir(root);
const { startEmbeddedPostgres } = await import('#libs/embedded/postgres/embedded-postgres.js');
const { openDatabase } = await import('#libs/read-store/database.js');
const { migrate } = await import('#libs/read-store/migrations.js');
const { projections } = await import('#projections/registry.js');
const { generatedTablesFile, generateTables } = await import('#test/support/generate-tables.js');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-generate-tables-'));
fs.chmodSync(folder, 0o755);
const server = await startEmbeddedPostgres({
  directory: path.join(folder, 'data'),
  port: 0,
  settings: { fsync: 'off' },
});
const database = openDatabase({ url: server.url });
try {
  await migrate(database);
  fs.writeFileSync(generatedTablesFile, await generateTables({ database, url: server.url }, projections));
} finally {
  await database.close();
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
