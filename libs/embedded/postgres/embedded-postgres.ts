import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { prepareDataDirectory, superuser, type Installation } from './data-directory.js';
import { freePort } from './free-port.js';
import { findPostgresBinaries } from './postgres.binaries.js';
import { release, shutDown, spawnPostmaster, StartFailed, untilReady, type Postmaster } from './postmaster.js';
import { releaseStaleLock } from './postmaster-lock.js';
import { unprivilegedUser } from './unprivileged-user.js';

export interface EmbeddedPostgresOptions {
  /** Holds the data, and nothing else; created when missing. */
  readonly directory: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** A loopback address; default 127.0.0.1. Anybody on this machine may connect, nobody from elsewhere. */
  readonly host?: string;
  /** Postgres settings, over those below. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Gets the server's log, line by line. */
  readonly log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  readonly url: string;
  readonly port: number;
  /** Resolves when the server has ended and everything is on disk. */
  stop(): Promise<void>;
  /** Resolves when the server has ended: undefined after `stop()`, else an error that says how. */
  readonly exited: Promise<Error | undefined>;
}

/** Another process listens on the port. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';

  constructor(readonly port: number) {
    super(`Port ${port} is taken by another process; choose another port for Postgres`);
  }
}

const defaults = {
  shared_buffers: '256MB',
  wal_buffers: '16MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  logging_collector: 'off',
  unix_socket_directories: '',
};
const startAttemptsMax = 50;
const startAgainMs = 100;

/**
 * A Postgres server on this machine, as a child of this process. Data survive restarts and kills of either; when this
 * process dies, however it dies, the server shuts down.
 * @throws PortTaken; Error when the binaries, the data directory or its server cannot be used, saying what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const directory = path.resolve(options.directory);
  const user = unprivilegedUser();
  const installation = { binaries: findPostgresBinaries(user), user };
  prepareDataDirectory(directory, installation);
  await releaseStaleLock(directory);
  return startServer({ host: '127.0.0.1', log: () => undefined, ...options, directory }, installation);
}

type Server = Required<Omit<EmbeddedPostgresOptions, 'settings'>> & Pick<EmbeddedPostgresOptions, 'settings'>;

async function startServer(server: Server, installation: Installation): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt++) {
    const port = server.port === 0 ? await freePort(server.host) : server.port;
    const postmaster = spawnPostmaster(serverArguments({ ...server, port }), installation);
    try {
      await untilReady(postmaster, server.log);
      return running(postmaster, { ...server, port });
    } catch (error) {
      if (!(error instanceof StartFailed)) throw error;
      if (isPortTaken(error) && server.port !== 0) throw new PortTaken(port);
      if (attempt === startAttemptsMax || !mayPass(error)) throw error;
      await delay(startAgainMs);
    }
  }
}

function isPortTaken({ serverLog }: StartFailed): boolean {
  return serverLog.includes('Address already in use');
}

/** Somebody was quicker to a free port, or backends of a killed server are still about to end. */
function mayPass(error: StartFailed): boolean {
  return isPortTaken(error) || error.serverLog.includes('pre-existing shared memory block');
}

function serverArguments({ directory, host, port, settings }: Server): string[] {
  const all = { ...defaults, listen_addresses: host, ...settings };
  return [
    '-D',
    directory,
    '-p',
    String(port),
    ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

function running(postmaster: Postmaster, { host, port }: Server): EmbeddedPostgres {
  let stopping = false;
  release(postmaster);
  return {
    url: `postgres://${superuser}@${host.includes(':') ? `[${host}]` : host}:${port}/postgres`,
    port,
    stop: () => {
      stopping = true;
      return shutDown(postmaster);
    },
    exited: new Promise((resolve) => {
      postmaster.once('exit', (code, signal) => {
        resolve(stopping ? undefined : new Error(`Postgres ended with ${signal ?? `code ${code}`}`));
      });
    }),
  };
}
