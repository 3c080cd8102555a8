import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { postgresEnv, type Installation } from './data-directory.js';

export type Postmaster = ChildProcessByStdio<Writable, null, Readable>;

/** The log of a server that ended before it was ready. */
export class StartFailed extends Error {
  override readonly name = 'StartFailed';

  constructor(readonly serverLog: string) {
    super(`Postgres did not start: ${serverLog.trim()}`);
  }
}

/**
 * Standard input is a pipe that we hold. When we die, even by SIGKILL, `read` sees its end and Postgres is shut down.
 * `wait` also returns when a signal was trapped, hence the loop.
 */
const supervise = `
  exec 3<&0
  "$0" "$@" 3<&- </dev/null & server=$!
  trap 'kill -INT $server' INT TERM
  (read _ <&3; kill -INT $server) & reader=$!
  while kill -0 $server 2>/dev/null; do wait $server; result=$?; done
  kill $reader 2>/dev/null
  exit $result`;

export function spawnPostmaster(args: readonly string[], { binaries, user }: Installation): Postmaster {
  return spawn('/bin/sh', ['-c', supervise, path.join(binaries, 'postgres'), ...args], {
    ...user,
    env: postgresEnv,
    cwd: '/',
    detached: true, // So that Ctrl-C in the terminal reaches us, and we stop Postgres when its users are done.
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}

/** Resolves when connections are accepted. @throws StartFailed */
export async function untilReady(server: Postmaster, log: (line: string) => void): Promise<void> {
  const lines: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface(server.stderr).on('line', (line) => {
      log(line);
      if (lines.length < logLinesMax) lines.push(line);
      if (line.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('close', () => reject(new StartFailed(lines.join('\n'))));
    server.stdin.on('error', () => undefined); // It died; `close` tells.
  });
}

const logLinesMax = 200;

/** Lets our process end while the server runs: it follows us then. */
export function release(server: Postmaster): void {
  for (const handle of [server, server.stdin, server.stderr])
    if ('unref' in handle) (handle as { unref(): void }).unref();
}

/** A fast shutdown: open transactions are rolled back, everything committed is on disk. */
export async function shutDown(server: Postmaster): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.ref();
  const ended = once(server, 'exit');
  server.stdin.end();
  await ended;
}
