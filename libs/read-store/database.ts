import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { DB } from './tables.gen.js';

export interface DatabaseOptions {
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
  readonly connectionsMax?: number;
  /** A statement that runs longer is cancelled by the server. */
  readonly statementMsMax?: number;
  /** Told of idle connections that broke; the pool replaces them. */
  readonly onConnectionLost?: (error: Error) => void;
}

const connectMsMax = 5_000;
const idleInTransactionMsMax = 60_000;

/**
 * The read store: kysely over a pool. Queries read `read.*` only; `engine.*` is the projection engine's.
 *
 * `numeric` and `bigint` columns come back as strings, never as a number: see `minorOf`. `date` columns come back as
 * `YYYY-MM-DD`, `timestamptz` as `Date`.
 */
export class Database extends Kysely<DB> {
  /** For what kysely has no words for, such as COPY. */
  readonly pool: Pool;

  constructor(pool: Pool) {
    super({ dialect: new PostgresDialect({ pool }) });
    this.pool = pool;
  }

  /** Waits for running queries and closes all connections. */
  close(): Promise<void> {
    return this.destroy();
  }
}

/** Opens no connection before it is needed. Close it with `close()`. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new Pool({
    connectionString: options.url,
    application_name: options.applicationName ?? 'ledger',
    max: options.connectionsMax ?? 10,
    connectionTimeoutMillis: connectMsMax,
    statement_timeout: options.statementMsMax ?? 30_000,
    idle_in_transaction_session_timeout: idleInTransactionMsMax,
    keepAlive: true,
    types: { getTypeParser: typeParser },
  });
  // Without listeners a connection that breaks, idle or in use, would end the process.
  pool.on('error', options.onConnectionLost ?? (() => undefined));
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Database(pool);
}

/** An amount or counter column as an exact integer. */
export function minorOf(column: string): bigint {
  return BigInt(column);
}

const dateOid: number = types.builtins.DATE;

function asText(value: string): string {
  return value;
}

/** A `date` has no time zone; the driver would make it midnight of this machine's. */
const typeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === dateOid ? asText : types.getTypeParser(oid, format);
