import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { openDatabase, type Database } from '#libs/read-store/database.js';
import { migrate } from '#libs/read-store/migrations.js';

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /** Closes the database and removes it, also when others are still connected. */
  drop(): Promise<void>;
}

/** The server that global-setup.mjs started. */
export function testPostgresUrl(): string {
  const url = process.env['TEST_POSTGRES_URL'];
  if (url === undefined) throw new Error('TEST_POSTGRES_URL is not set: is global-setup.mjs in jest.config.mjs?');
  return url;
}

/** A new database on the test run's server, with the engine's own tables and nothing else. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(sql`create database ${sql.id(name)} strategy wal_log`);
  const url = testPostgresUrl().replace(/[^/]*$/, name);
  const database = openDatabase({ url });
  await migrate(database);
  const drop = async (): Promise<void> => {
    await database.close();
    await onServer(sql`drop database if exists ${sql.id(name)} with (force)`);
  };
  return { url, database, drop };
}

async function onServer(statement: ReturnType<typeof sql>): Promise<void> {
  const server = openDatabase({ url: testPostgresUrl(), connectionsMax: 1 });
  try {
    await statement.execute(server);
  } finally {
    await server.close();
  }
}
