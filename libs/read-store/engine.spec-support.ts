import { sql } from 'kysely';
import type { Log } from '#libs/platform/logging.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';
import { loadCheckpoints, type Checkpoint } from './checkpoint.js';
import type { Database } from './database.js';
import { MemoryLog } from './memory-log.spec-support.js';
import { schemaOf, type Projection } from './projection.definition.js';
import { runProjections, type RunningProjections } from './run-projections.js';

export interface LoggedEntry {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** An engine over a database of its own and a log in memory. */
export class EngineHarness {
  readonly entries: LoggedEntry[] = [];
  #stops: (() => Promise<void>)[] = [];

  private constructor(
    readonly test: TestDatabase,
    readonly log: MemoryLog,
  ) {}

  static async create(batchSize?: number): Promise<EngineHarness> {
    return new EngineHarness(await createTestDatabase(), new MemoryLog(batchSize));
  }

  get database(): Database {
    return this.test.database;
  }

  async run(
    projections: readonly Projection[],
    database = this.database,
  ): Promise<RunningProjections & { stop(): Promise<void> }> {
    const controller = new AbortController();
    const running = await runProjections({
      projections,
      eventStreams: this.log,
      database,
      log: this.#recorder(),
      signal: controller.signal,
      timing: { pollMs: 20, idleWriteMs: 10, standByMs: 50 },
    });
    const stop = async (): Promise<void> => {
      controller.abort();
      await running.done;
    };
    this.#stops.push(stop);
    return { ...running, stop };
  }

  async checkpoint({ name, version }: Projection): Promise<Checkpoint | undefined> {
    return (await loadCheckpoints(this.database)).find((found) => found.name === name && found.version === version);
  }

  /** Resolves when the version has taken in the whole log. */
  async caughtUp(projection: Projection): Promise<void> {
    const end = await this.log.head();
    await eventually(async () => (await this.checkpoint(projection))?.position?.commit === end?.commit);
  }

  rows(projection: Projection): Promise<Record<string, unknown[]>> {
    return rowsOf(this.database, projection, schemaOf(projection));
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#stops.map((stop) => stop()));
    await this.test.drop();
  }

  #recorder(): Pick<Log, 'info' | 'warn' | 'error'> {
    const record = (event: string, fields = {}): void => {
      this.entries.push({ event, ...fields });
    };
    return { info: record, warn: record, error: record };
  }
}

/** All rows of all tables, in the order of their keys. */
export async function rowsOf(
  database: Database,
  { tables }: Projection,
  schema: string,
): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {};
  for (const { name, key } of tables) {
    const order = sql.join(key.map((column) => sql.ref(column)));
    const result = await sql`select * from ${sql.table(`${schema}.${name}`)} order by ${order}`.execute(database);
    rows[name] = result.rows;
  }
  return rows;
}

export async function eventually(condition: () => Promise<boolean> | boolean, msMax = 10_000): Promise<void> {
  const end = Date.now() + msMax;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('It did not come about in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
