import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { openDatabase, type Database } from '#libs/read-store/database.js';
import { migrate, withSchemaLock } from '#libs/read-store/migrations.js';

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /** Closes the database and removes it, also when others are still connected. */
  drop(): Promise<void>;
}

const template = 'test_template';
let templateIsThere: Promise<void> | undefined;

/** The server that global-setup.mjs started. */
export function testPostgresUrl(): string {
  const url = process.env['TEST_POSTGRES_URL'];
  if (url === undefined) throw new Error('TEST_POSTGRES_URL is not set: is global-setup.mjs in jest.config.mjs?');
  return url;
}

/** A new database on the test run's server, with the engine's own tables and nothing else. */
export async function createTestDatabase(): Promise<TestDatabase> {
  await (templateIsThere ??= onServer(createTemplate));
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer((server) =>
    sql`create database ${sql.id(name)} template ${sql.id(template)} strategy wal_log`.execute(server),
  );
  const database = openDatabase({ url: urlOf(name) });
  const drop = async (): Promise<void> => {
    await database.close();
    await onServer((server) => sql`drop database if exists ${sql.id(name)} with (force)`.execute(server));
  };
  return { url: urlOf(name), database, drop };
}

/** Once for all workers: migrating costs more than copying. */
async function createTemplate(server: Database): Promise<void> {
  await withSchemaLock(server, async (connection) => {
    const { rows } = await sql`select from pg_database where datname = ${template}`.execute(connection);
    if (rows.length > 0) return;
    await sql`create database ${sql.id(template)}`.execute(connection);
    const database = openDatabase({ url: urlOf(template) });
    await migrate(database);
    await database.close();
  });
}

async function onServer<Result>(work: (server: Database) => Promise<Result>): Promise<Result> {
  const server = openDatabase({ url: testPostgresUrl(), connectionsMax: 1 });
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}

function urlOf(name: string): string {
  return testPostgresUrl().replace(/[^/]*$/, name);
}
