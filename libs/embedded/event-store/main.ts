import { readFileSync } from 'node:fs';
import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { startEmbeddedEventStore, type EmbeddedEventStoreOptions } from './embedded-event-store.js';

/*
 * The embedded event store as a process of its own. It ends on SIGTERM and SIGINT, and with the process that forked it.
 * To that one it sends `{ ready: true, port, connectionString }`.
 */

interface Flags {
  readonly data: string;
  readonly port: number;
  readonly host: string;
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
  readonly users?: string;
}

const usersSchema = z.record(z.string(), z.string());
const portMax = 65_535;

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > portMax) throw new InvalidArgumentError(`A port is a number up to ${portMax}.`);
  return port;
}

function toOptions(flags: Flags): EmbeddedEventStoreOptions {
  const { tlsCertificate, tlsKey, users } = flags;
  if ((tlsCertificate === undefined) !== (tlsKey === undefined))
    throw new Error('--tls-certificate and --tls-key belong together');
  return {
    directory: flags.data,
    port: flags.port,
    host: flags.host,
    log: complain,
    ...(tlsCertificate === undefined || tlsKey === undefined
      ? {}
      : { tls: { certificate: readFileSync(tlsCertificate, 'utf8'), privateKey: readFileSync(tlsKey, 'utf8') } }),
    ...(users === undefined ? {} : { users: usersSchema.parse(JSON.parse(readFileSync(users, 'utf8'))) }),
  };
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function run(flags: Flags): Promise<void> {
  const store = await startEmbeddedEventStore(toOptions(flags));
  const exit = async (code: number): Promise<void> => {
    await store.stop();
    process.exit(code);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void exit(0));
  whenParentLeaves(() => void exit(0));
  void store.failed.then((error) => {
    complain(error.message);
    return exit(1);
  });
  const { port, connectionString } = store;
  process.stdout.write(`The event store is ready; its data are in ${flags.data}\n${connectionString}\n`);
  if (process.connected) process.send?.({ ready: true, port, connectionString });
}

/** Only where another Node process forked this one. */
function whenParentLeaves(leave: () => void): void {
  if (process.send === undefined) return;
  if (process.connected) process.once('disconnect', leave);
  else leave();
}

const program = new Command('event-store')
  .description('A durable event store for one machine, compatible with the official client.')
  .requiredOption('--data <directory>', 'where the data are; created when missing')
  .option('--port <number>', 'port to listen on; 0 takes a free one', parsePort, 2113)
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--tls-certificate <file>', 'certificate chain, PEM; with it connections are encrypted')
  .option('--tls-key <file>', 'private key of the certificate, PEM')
  .option('--users <file>', 'who may connect: JSON object of names and passwords; needs TLS')
  .action(run);

// What went wrong is said below, once.
setLogVerbosity(logVerbosity.NONE);
try {
  await program.parseAsync();
} catch (error) {
  complain(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
