import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#libs/embedded/postgres/embedded-postgres.js';
import type { LogFile } from './log-file.js';
import { PartFailed, type Part, type RunningPart } from './part.js';

export interface PostgresSpec {
  readonly directory: string;
  readonly port: number;
}

/** The embedded Postgres: a child of the launcher that ends when the launcher does, because its standard input ends. */
export function postgresPart(spec: PostgresSpec, log: LogFile): Part {
  const title = 'Postgres';
  return {
    name: 'postgres',
    title,
    start: async (signal) => {
      signal.throwIfAborted();
      try {
        return running(await startEmbeddedPostgres({ ...spec, log: (line) => log.write(line) }));
      } catch (error) {
        throw new PartFailed(title, (error instanceof Error ? error.message : String(error)).trim());
      }
    },
  };
}

function running(server: EmbeddedPostgres): RunningPart {
  return {
    info: { url: server.url },
    ended: server.exited.then((error) => error?.message.replace('Postgres ended with ', '') ?? 'it was stopped'),
    stop: (msMax) => Promise.race([server.stop(), delay(msMax, undefined, { ref: false })]),
    kill: () => void server.stop(),
  };
}
