import { randomUUID } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { NewEvent } from '#libs/event-streams/event-streams.js';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** Compiles the server and runs it until it is killed; prints its connection string. */
const script = `
  import { importCompiled } from './test/support/compiled.mjs';
  const { startEmbeddedEventStore } = await importCompiled('libs/embedded/event-store', 'embedded-event-store.js', ['libs/protobuf']);
  const [directory, port] = process.argv.slice(1);
  const store = await startEmbeddedEventStore({ directory, port: Number(port) });
  console.log(store.connectionString);
  process.on('SIGTERM', async () => { await store.stop(); process.exit(); });
`;

/** An event store on a directory of its own, in a process of its own, so that it can be paused and killed. */
export class TestEventStore {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly directory: string,
    readonly port: number,
  ) {}

  static async start(): Promise<TestEventStore> {
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'ledger-test-events-'));
    const store = new TestEventStore(directory, await freePort());
    try {
      await store.launch();
      return store;
    } catch (error) {
      await store.remove();
      throw error;
    }
  }

  get connectionString(): string {
    return connectionStringTo(this.port);
  }

  /** Brings it back from whatever a test has done to it. */
  async recover(): Promise<void> {
    this.resume();
    if (this.isGone()) await this.launch();
  }

  /** Starts it again on the same data and port. */
  async launch(): Promise<void> {
    const flags = ['--no-warnings', '--input-type=module', '--eval', script];
    const child = spawn(process.execPath, [...flags, this.directory, String(this.port)], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child = child;
    const gone = once(child, 'exit').then(() => Promise.reject(new Error('The event store did not start')));
    gone.catch(() => {});
    await Promise.race([once(createInterface(child.stdout), 'line'), gone]);
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Asks it to stop. */
  async shutDown(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** It keeps its connections and answers nothing, until `resume`. */
  pause(): void {
    this.child?.kill('SIGSTOP');
  }

  resume(): void {
    this.child?.kill('SIGCONT');
  }

  /** Ends it and removes its data. */
  async remove(): Promise<void> {
    await this.kill();
    await fs.rm(this.directory, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || this.isGone()) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  private isGone(): boolean {
    return !this.child || this.child.exitCode !== null || this.child.signalCode !== null;
  }
}

export function connectionStringTo(port: number): string {
  return `esdb://127.0.0.1:${port}?tls=false`;
}

/** New events as the ports take them; `bytes` of padding in each. */
export function someEvents(count: number, bytes = 0): NewEvent[] {
  const metadata = { correlationId: 'c', causationId: 'c', actor: 'worker' };
  const text = 'x'.repeat(bytes);
  return Array.from({ length: count }, (_, n) => ({
    id: randomUUID(),
    type: 'Counted.v1',
    data: { n, text },
    metadata,
  }));
}

/** Repeats a check until it holds. @throws what it threw last after `withinMs`. */
export async function eventually(check: () => unknown, withinMs = 10_000): Promise<void> {
  const until = performance.now() + withinMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}
