import type { Environment } from '#libs/platform/config.js';
import { loadConfig } from '#libs/platform/config.js';
import { databaseConfig } from '#libs/platform/database.config.js';
import { eventStoreConfig } from '#libs/platform/event-store.config.js';
import { inabitConfig } from '#libs/platform/inabit.config.js';
import { processConfig, type ProcessConfig } from '#libs/platform/process.config.js';

/** What the operator brings along instead of the embedded parts. */
export interface Replacements {
  readonly process: ProcessConfig;
  readonly eventStoreUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  /** A real provider, fully described by INABIT_… variables. */
  readonly inabit: boolean;
}

/** @throws ConfigError, before anything is started. */
export function readReplacements(environment: Environment): Replacements {
  const has = (name: string) => Boolean(environment[name]?.trim());
  const { process } = loadConfig({ process: processConfig }, environment);
  const inabit = has('INABIT_URL');
  if (inabit) loadConfig({ inabit: inabitConfig }, environment);
  return {
    process,
    eventStoreUrl: has('EVENTSTORE_URL')
      ? loadConfig({ eventStore: eventStoreConfig }, environment).eventStore.url
      : undefined,
    databaseUrl: has('DATABASE_URL') ? loadConfig({ database: databaseConfig }, environment).database.url : undefined,
    inabit,
  };
}
