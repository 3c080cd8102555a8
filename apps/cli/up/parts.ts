import path from 'node:path';
import { projectorNodeFlags } from '#libs/read-store/projector.flags.js';
import {
  appEnvironment,
  gatePathSecret,
  sharedEnvironment,
  webhookPathSecret,
  type AppName,
  type AppSurroundings,
} from './app-environment.js';
import { entryPoint } from './checkout.js';
import { childPart, type ChildHooks, type ChildSpec } from './child.part.js';
import { openLogFile, type LogFile } from './log-file.js';
import type { Part } from './part.js';
import { postgresPart } from './postgres.part.js';

const readyMsMax = 60_000;
/** Opening a large log takes its time. */
const storeReadyMsMax = 300_000;

const titles: Readonly<Record<AppName, string>> = {
  projector: 'Projector',
  gate: 'Gate',
  worker: 'Worker',
  api: 'API',
};

/** Where the parts keep what, and what they are told. */
export interface PartsFolder {
  readonly data: string;
  readonly hooks: Omit<ChildHooks, 'log'>;
}

export interface SandboxWishes {
  readonly port: number;
  readonly speed: string | undefined;
  /** Where it reports to. */
  readonly apiUrl: string;
}

/** Builds the parts of the stack, and closes their logs in the end. */
export class Parts {
  private readonly logs: LogFile[] = [];

  constructor(private readonly folder: PartsFolder) {}

  eventStore(port: number, to: Pick<AppSurroundings, 'outside' | 'logLevel'>): Part {
    return this.child({
      name: 'event-store',
      title: 'Event store',
      module: entryPoint('libs/embedded/event-store'),
      args: ['--data', this.at('event-store'), '--port', String(port)],
      environment: sharedEnvironment(to.outside, to.logLevel),
      readyMsMax: storeReadyMsMax,
    });
  }

  postgres(directory: string, port: number): Part {
    return postgresPart({ directory, port }, this.log('postgres'));
  }

  sandbox(
    { port, speed, apiUrl }: SandboxWishes,
    to: Omit<AppSurroundings, 'sandbox' | 'eventStoreUrl' | 'databaseUrl'>,
  ): Part {
    const callbackUrl = `http://127.0.0.1:${to.gatePort}/inabit/validation/${gatePathSecret(to)}`;
    const webhookUrl = `${apiUrl}/v1/inbound/inabit/${webhookPathSecret(to)}`;
    const urls = ['--callback-url', callbackUrl, '--terminal-webhook-url', webhookUrl];
    const args = ['--port', String(port), '--data', this.at('sandbox'), ...urls];
    return this.child({
      name: 'sandbox',
      title: 'inabit sandbox',
      module: entryPoint('apps/inabit-sandbox'),
      args: speed === undefined ? args : [...args, '--speed', speed],
      environment: sharedEnvironment(to.outside, to.logLevel),
      readyMsMax,
    });
  }

  app(name: AppName, to: AppSurroundings): Part {
    const environment = appEnvironment(name, to);
    const module = entryPoint(`apps/${name}`);
    const nodeFlags = name === 'projector' ? projectorNodeFlags : [];
    return this.child({ name, title: titles[name], module, nodeFlags, environment, readyMsMax });
  }

  async closeLogs(): Promise<void> {
    await Promise.all(this.logs.map((log) => log.close()));
  }

  private child(spec: ChildSpec): Part {
    return childPart(spec, { ...this.folder.hooks, log: this.log(spec.name) });
  }

  private log(name: string): LogFile {
    const log = openLogFile(this.at('logs'), name);
    this.logs.push(log);
    return log;
  }

  private at(name: string): string {
    return path.join(this.folder.data, name);
  }
}
