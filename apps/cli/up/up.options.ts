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
    new Option('--data <dir>', 'where everything is kept')
      .env('LEDGER_DATA')
      .default(path.join(checkoutFolder, '.data'), '.data')
      .argParser((text) => path.resolve(text)),
    new Option('--no-demo', 'do not play the demo on an empty store'),
    port('--api-port', 3000, 'of the public API'),
    port('--gate-port', 3001, 'of the signing gate (private)'),
    port('--sandbox-port', 3002, 'of the inabit sandbox'),
    port('--event-store-port', 2113, 'of the embedded event store'),
    port('--postgres-port', 5433, 'of the embedded Postgres'),
    new Option('--sandbox-speed <factor>', 'how much faster than real the sandbox is').env('LEDGER_SANDBOX_SPEED'),
    new Option('--log-level <level>', 'of the log files').env('LOG_LEVEL').default('info').choices(logLevels),
  ];
}

function port(flag: string, fallback: number, whose: string): Option {
  return new Option(`${flag} <port>`, `port ${whose}; 0 takes a free one`)
    .env(variableOf(flag))
    .default(fallback)
    .argParser(parsePort);
}

function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It has to be a number from 0 to 65535.');
}
