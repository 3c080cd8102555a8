import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import type { Database } from './database.js';
import type { DB } from './tables.gen.js';

/** Any number, the same in every version: whoever holds this lock may change schemas. */
const schemaLock = 7_130_410_217;

const engineTables: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create schema if not exists read`.execute(db);
    await db.schema
      .createTable('engine.projection_checkpoint')
      .addColumn('projection', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('status', 'text', (column) =>
        column.notNull().check(sql`status in ('building', 'active', 'stopped', 'retired')`),
      )
      .addColumn('serving', 'boolean', (column) => column.notNull())
      .addColumn('definition', 'text', (column) => column.notNull())
      .addColumn('commit_position', sql`numeric(20,0)`)
      .addColumn('prepare_position', sql`numeric(20,0)`)
      .addColumn('stopped_event', 'text')
      .addColumn('stopped_event_type', 'text')
      .addColumn('stopped_event_id', 'text')
      .addColumn('stopped_reason', 'text')
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .addPrimaryKeyConstraint('projection_checkpoint_pkey', ['projection', 'version'])
      .execute();
    await sql`create unique index projection_checkpoint_serving on engine.projection_checkpoint (projection) where serving`.execute(
      db,
    );
  },
};

const migrations: Record<string, Migration> = { '0001-engine-tables': engineTables };

/** Brings the engine's own tables up to date. Safe when several processes do it at once, and again and again. */
export async function migrate(database: Database): Promise<void> {
  await withSchemaLock(database, async (connection) => {
    await sql`create schema if not exists engine`.execute(connection);
    const migrator = new Migrator({
      db: connection,
      provider: { getMigrations: () => Promise.resolve(migrations) },
      migrationTableSchema: 'engine',
    });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
  });
}

/** Runs the work while no other process changes schemas. The lock ends with the connection at the latest. */
export function withSchemaLock<Result>(
  database: Database,
  work: (connection: Kysely<DB>) => Promise<Result>,
): Promise<Result> {
  return database.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${schemaLock})`.execute(connection);
    try {
      return await work(connection);
    } finally {
      await sql`select pg_advisory_unlock(${schemaLock})`.execute(connection);
    }
  });
}
