import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openSecrets, platformApiKey, type Secrets } from '#apps/cli/up/secrets.js';

const root = path.resolve(import.meta.dirname, '..', '..');
const ports = ['api', 'gate', 'sandbox', 'event-store', 'postgres'] as const;
const bootMsMax = 300_000;

export type AppName = 'api' | 'gate' | 'worker' | 'projector' | 'inabit-sandbox' | 'event-store';
export type Victim = AppName | 'postgres';

/** The whole ledger as `npm start` runs it: the compiled launcher with its real processes, on ports of its own. */
export class LedgerStack {
  private constructor(
    readonly folder: string,
    private readonly launcher: ChildProcess,
    private readonly portOf: Readonly<Record<(typeof ports)[number], number>>,
    private readonly output: string[],
  ) {}

  static async start(options: StackOptions = {}): Promise<LedgerStack> {
    const folder = options.folder ?? fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-stack-'));
    fs.chmodSync(folder, 0o755);
    const free = await freePorts(ports.length);
    const portOf = Object.fromEntries(ports.map((name, index) => [name, free[index] ?? 0])) as LedgerStack['portOf'];
    const flags = ports.flatMap((name) => [`--${name}-port`, String(portOf[name])]);
    const main = path.join(root, 'dist', 'apps', 'cli', 'main.js');
    const args = [main, 'up', '--data', path.join(folder, 'data'), ...flags, ...(options.flags ?? [])];
    const launcher = spawn(process.execPath, args, {
      env: { ...cleanEnvironment(), ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: string[] = [];
    for (const stream of [launcher.stdout, launcher.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
    const stack = new LedgerStack(folder, launcher, portOf, output);
    await stack.waitUntilServing();
    return stack;
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.portOf.api}`;
  }

  get controlUrl(): string {
    return `http://127.0.0.1:${this.portOf.sandbox}/control`;
  }

  get databaseUrl(): string {
    return `postgres://ledger@127.0.0.1:${this.portOf.postgres}/postgres`;
  }

  get eventStoreUrl(): string {
    return `esdb://127.0.0.1:${this.portOf['event-store']}?tls=false`;
  }

  get apiKey(): string {
    return this.secrets.apiKey;
  }

  get platformKey(): string {
    return platformApiKey(this.secrets);
  }

  private get secrets(): Secrets {
    return openSecrets(path.join(this.folder, 'data'));
  }

  /** Everything that the launcher printed so far. */
  get printed(): string {
    return this.output.join('');
  }

  /** `kill -9` of one app, or of the database's server; false when it is not running just now. */
  kill(victim: Victim): boolean {
    const children = childrenOf(processes(), this.launcher.pid);
    // What we start of Postgres is the shell that ends it when we end.
    const found =
      victim === 'postgres'
        ? children.flatMap(({ pid }) => childrenOf(processes(), pid)).find(({ args }) => /\/postgres /.test(args))
        : children.find(({ args }) => args.includes(`/${victim}/main.js`));
    return found !== undefined && killHard(found.pid);
  }

  /** `kill -9` of the launcher itself. */
  async killLauncher(): Promise<void> {
    this.launcher.kill('SIGKILL');
    await this.ended();
  }

  async stop(): Promise<number | null> {
    this.launcher.kill('SIGINT');
    return this.ended();
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  async ended(): Promise<number | null> {
    while (this.launcher.exitCode === null && this.launcher.signalCode === null) await delay(20);
    return this.launcher.exitCode;
  }

  private async waitUntilServing(): Promise<void> {
    const deadline = Date.now() + bootMsMax;
    while (!this.printed.includes('Ctrl-C stops everything')) {
      if (this.launcher.exitCode !== null) throw new Error(`The launcher ended:\n${this.printed}`);
      if (Date.now() > deadline) throw new Error(`The stack is not up in time:\n${this.printed}`);
      await delay(50);
    }
  }
}

export interface StackOptions {
  /** Start again on the folder of an earlier stack. */
  readonly folder?: string;
  readonly flags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly args: string;
}

function processes(): readonly Running[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return rows.flatMap((row) => {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
    return args === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), args }];
  });
}

function childrenOf(all: readonly Running[], of: number | undefined): readonly Running[] {
  return all.filter(({ parent }) => parent === of);
}

function killHard(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

/** Without what this test run was configured with: the stack uses its own embedded parts. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = /^(EVENTSTORE_URL|DATABASE_URL|INABIT_|LEDGER_|GATE_|API_|PAYOUT_|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listening()));
  const found = servers.map((server) => (server.address() as net.AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return found;
}

function listening(): Promise<net.Server> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => resolve(server));
  });
}
