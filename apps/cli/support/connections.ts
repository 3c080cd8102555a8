import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';
import { loadConfig } from '#libs/platform/config.js';
import { databaseConfig } from '#libs/platform/database.config.js';
import { eventStoreConfig } from '#libs/platform/event-store.config.js';
import { messageLog } from '#libs/platform/logging.js';
import { openDatabase, type Database } from '#libs/read-store/database.js';
import { cliLog } from './cli-log.js';

/** @throws ConfigError when `EVENTSTORE_URL` is missing or malformed. */
export async function withEventStreams<Result>(work: (streams: EventStreams) => Promise<Result>): Promise<Result> {
  const { eventStore } = loadConfig({ eventStore: eventStoreConfig });
  const log = messageLog(cliLog());
  const streams = connectEventStreams({ connectionString: eventStore.url, log, timing: patientTiming });
  try {
    return await work(streams);
  } finally {
    await streams.close();
  }
}

/** @throws ConfigError when `DATABASE_URL` is missing or malformed. */
export async function withDatabase<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
  const { database: config } = loadConfig({ database: databaseConfig });
  const database = openDatabase({ url: config.url, applicationName: 'cli', connectionsMax: 1 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
