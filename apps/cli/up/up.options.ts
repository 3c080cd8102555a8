import { InvalidArgumentError, Option } from 'commander';
import path from 'node:path';
import { logLevels, type LogLevel } from '#libs/platform/process.config.js';
import { checkoutFolder } from './checkout.js';
import { variableOf } from './ports.js';

/** The flags of `ledger up`. */
export interface UpOptions {
  readonly once: boolean;
  readonly data: string;
  readonly demo: boolean;
  readonly apiPort: number;
  readonly gatePort: number;
  readonly sandboxPort: number;
  readonly eventStorePort: number;
  readonly postgresPort: number;
  readonly sandboxSpeed?: string;
  readonly logLevel: LogLevel;
}

export function upOptions(): Option[] {
  return [
    new Option('--once', 'run, play the demo, exit').default(false),
    orVariable('LEDGER_DATA', new Option('--data <dir>', 'where everything is kept'))
      .default(path.join(checkoutFolder, '.data'), '.data')
      .argParser(parseFolder),
    new Option('--no-demo', 'do not play the demo on an empty store'),
    port('--api-port', 3000, 'of the public API'),
    port('--gate-port', 3001, 'of the signing gate (private)'),
    port('--sandbox-port', 3002, 'of the inabit sandbox'),
    port('--event-store-port', 2113, 'of the embedded event store'),
    port('--postgres-port', 5433, 'of the embedded Postgres'),
    orVariable(
      'LEDGER_SANDBOX_SPEED',
      new Option('--sandbox-speed <factor>', 'how much faster than real the sandbox is'),
    ).argParser(parseSpeed),
    orVariable('LOG_LEVEL', new Option('--log-level <level>', 'of the log files')).default('info').choices(logLevels),
  ];
}

function port(flag: string, fallback: number, whose: string): Option {
  return orVariable(variableOf(flag), new Option(`${flag} <port>`, `port ${whose}; 0 takes a free one`))
    .default(fallback)
    .argParser(parsePort);
}

/** An empty variable counts as absent, as for every process: `.env.example` has them all, empty. */
function orVariable(name: string, option: Option): Option {
  return process.env[name]?.trim() === '' ? option : option.env(name);
}

/** An empty path would be whatever folder we happen to be in. */
function parseFolder(text: string): string {
  if (text.trim() !== '') return path.resolve(text);
  throw new InvalidArgumentError('It has to name a folder.');
}

/** What the sandbox takes, asked for before anything starts. */
function parseSpeed(text: string): string {
  if (['real', 'demo', 'instant'].includes(text) || Number(text) > 0) return text;
  throw new InvalidArgumentError('It has to be real, demo, instant, or a number above 0.');
}

function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It has to be a number from 0 to 65535.');
}
