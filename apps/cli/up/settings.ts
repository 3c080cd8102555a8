import path from 'node:path';
import type { Environment } from '#libs/platform/config.js';
import { DataLock } from './data-lock.js';
import { postgresFolder, prepareDataFolder } from './data-folder.js';
import { endLeftovers } from './leftovers.js';
import { settlePorts, type PortWish } from './ports.js';
import { readReplacements, type Replacements } from './replacements.js';
import type { Screen } from './screen.js';
import { openSecrets, type Secrets } from './secrets.js';
import type { UpOptions } from './up.options.js';

/** Everything that is settled before the first part starts. */
export interface UpSettings {
  readonly options: UpOptions;
  readonly outside: Environment;
  readonly replacements: Replacements;
  readonly lock: DataLock;
  readonly secrets: Secrets;
  readonly postgresFolder: string;
  readonly ports: Readonly<Record<PortName, number>>;
}

type PortName = 'api' | 'gate' | 'sandbox' | 'eventStore' | 'postgres';

const loopback = '127.0.0.1';
/** How long the children of a killed launcher may hold their ports. */
const patienceMs = 10_000;

/** @throws ConfigError, DataInUse, PortProblem, before anything was started. */
export async function settle(options: UpOptions, outside: Environment, screen: Screen): Promise<UpSettings> {
  const replacements = readReplacements(outside);
  prepareDataFolder(options.data);
  const lock = takeLock(options.data);
  try {
    if (lock.leftovers) screen.line(`The last run on ${options.data} was killed; going on from what it left`);
    await endLeftovers(lock.leftovers ?? []);
    const ports = await settlePorts(portWishes(options, outside, replacements), lock.leftovers ? patienceMs : 0);
    const secrets = openSecrets(options.data);
    const folder = placePostgres(options, replacements, screen);
    return { options, outside, replacements, lock, secrets, postgresFolder: folder, ports: named(ports) };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The lock is the first thing that is written: a full disk shows here. @throws DataInUse */
function takeLock(folder: string): DataLock {
  try {
    return DataLock.take(folder);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new Error(`${folder} cannot be written (${error.message}); choose another place with --data DIR`, {
      cause: error,
    });
  }
}

function placePostgres({ data }: UpOptions, { databaseUrl }: Replacements, screen: Screen): string {
  if (databaseUrl !== undefined) return path.join(data, 'postgres');
  const { folder, note } = postgresFolder(data);
  if (note !== undefined) screen.line(note);
  return folder;
}

function portWishes(
  options: UpOptions,
  outside: Environment,
  { eventStoreUrl, databaseUrl, inabit }: Replacements,
): Partial<Record<PortName, PortWish>> {
  const wish = (owner: string, flag: string, port: number, hostVariable?: string): PortWish => {
    const host = hostVariable && outside[hostVariable]?.trim();
    return { owner, flag, port, host: host || loopback, ...(host && { hostVariable }) };
  };
  return {
    api: wish('the API', '--api-port', options.apiPort, 'API_HOST'),
    gate: wish('the gate', '--gate-port', options.gatePort, 'GATE_HOST'),
    ...(inabit ? {} : { sandbox: wish('the sandbox', '--sandbox-port', options.sandboxPort) }),
    ...(eventStoreUrl ? {} : { eventStore: wish('the event store', '--event-store-port', options.eventStorePort) }),
    ...(databaseUrl ? {} : { postgres: wish('Postgres', '--postgres-port', options.postgresPort) }),
  };
}

function named(ports: ReadonlyMap<string, number>): Record<PortName, number> {
  const port = (name: PortName) => ports.get(name) ?? 0;
  return {
    api: port('api'),
    gate: port('gate'),
    sandbox: port('sandbox'),
    eventStore: port('eventStore'),
    postgres: port('postgres'),
  };
}
