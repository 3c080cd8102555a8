import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ServerCredentials } from '@grpc/grpc-js';
import { authenticator, type Users } from './basic-auth.js';
import { lockDirectory } from './directory-lock.js';
import { EventStore } from './event-store.js';
import { nodeFileSystem, type FileSystem } from './file-system.js';
import { StoreStopped } from './group-commit.js';
import { GrpcServer } from './grpc-server.js';

export interface EmbeddedEventStoreOptions {
  /** Holds the data, and nothing else; created when missing. */
  readonly directory: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Default 127.0.0.1: nobody from elsewhere may connect. */
  readonly host?: string;
  /** PEM. Without it connections are neither encrypted nor authenticated. */
  readonly tls?: { readonly certificate: string; readonly privateKey: string };
  /** Who may connect, name and password; everybody by default. Needs TLS: without, clients send no credentials. */
  readonly users?: Users;
  /** Gets what the operator should know, line by line. */
  readonly log?: (line: string) => void;
  /** Files of the log do not grow beyond this; default 64 MiB. */
  readonly segmentBytes?: number;
  /** Default: the disk. */
  readonly fileSystem?: FileSystem;
  /** When events are recorded, in milliseconds since 1970; default: the clock of the machine. */
  readonly now?: () => number;
}

export interface EmbeddedEventStore {
  /** For the official client; without credentials. */
  readonly connectionString: string;
  readonly port: number;
  /**
   * Resolves when everything is on disk and closed. Calls still running end with UNAVAILABLE; an append that has not come
   * whole by then, and a reader that does not read on, are cut off (CANCELLED), as real nodes do.
   */
  stop(): Promise<void>;
  /**
   * Resolves with the reason when the store stopped by itself because it could not write to its disk. It acknowledges
   * nothing from then on, ends every call, and has to be stopped and started again.
   */
  readonly failed: Promise<Error>;
}

/** Another process listens on the port. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';

  constructor(readonly port: number) {
    super(`Port ${port} is taken by another process; choose another port for the event store`);
  }
}

const segmentBytesDefault = 64 << 20;

/**
 * A durable event store for one machine, compatible with the official client `@eventstore/db-client`.
 * @throws PortTaken; DirectoryInUse; LogDamaged when something durable is missing from the directory.
 */
export async function startEmbeddedEventStore(options: EmbeddedEventStoreOptions): Promise<EmbeddedEventStore> {
  if (options.users !== undefined && options.tls === undefined)
    throw new Error('Users need TLS: without it clients send no credentials');
  const directory = path.resolve(options.directory);
  mkdirSync(directory, { recursive: true });
  const lock = lockDirectory(directory);
  try {
    const store = await EventStore.open({
      fileSystem: options.fileSystem ?? nodeFileSystem,
      directory,
      log: options.log ?? (() => undefined),
      segmentBytes: options.segmentBytes ?? segmentBytesDefault,
      now: options.now ?? Date.now,
      newId: randomUUID,
    });
    return await serve(store, options, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function serve(
  store: EventStore,
  options: EmbeddedEventStoreOptions,
  release: () => void,
): Promise<EmbeddedEventStore> {
  const server = new GrpcServer(store, authenticator(options.users));
  const port = await listen(server, options).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    const reason = new StoreStopped('The event store was stopped');
    await store.refuse(reason);
    await server.stop(reason);
    await store.close();
    release();
  };
  return {
    connectionString: `esdb://${reachableHost(options.host)}:${port}?tls=${options.tls !== undefined}`,
    port,
    failed: store.failed.then(async (error) => {
      await server.stop(error);
      return error;
    }),
    stop: () => (stopped ??= stop()),
  };
}

async function listen(server: GrpcServer, { host, port, tls }: EmbeddedEventStoreOptions): Promise<number> {
  const credentials =
    tls === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [
          { cert_chain: Buffer.from(tls.certificate), private_key: Buffer.from(tls.privateKey) },
        ]);
  try {
    return await server.listen(`${bracketed(host ?? '127.0.0.1')}:${port}`, credentials);
  } catch (error) {
    if (error instanceof Error && error.message.includes('EADDRINUSE')) throw new PortTaken(port);
    throw error;
  }
}

function reachableHost(host = '127.0.0.1'): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : bracketed(host);
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
