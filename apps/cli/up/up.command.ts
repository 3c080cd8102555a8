import { Command } from 'commander';
import { ConfigError } from '#libs/platform/config.js';
import { exitCodes } from '#libs/platform/run-app.js';
import { PartFailed } from './part.js';
import { runUp } from './run-up.js';
import { Screen } from './screen.js';
import { Stopped } from './stop-request.js';
import { upOptions, type UpOptions } from './up.options.js';

const signalCodes: Readonly<Partial<Record<NodeJS.Signals, number>>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** `ledger up`: the whole ledger on this machine, with one command. */
export function upCommand(): Command {
  const command = new Command('up').description(
    'Runs the whole ledger on this machine: stores, sandbox and apps, with a demo on an empty store.\n' +
      'EVENTSTORE_URL, DATABASE_URL and INABIT_URL (with the other INABIT_… variables) replace the embedded parts.',
  );
  for (const option of upOptions()) command.addOption(option);
  return command.action((options: UpOptions) => up(options));
}

async function up(options: UpOptions): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined); // Nobody reads it any more.
  const screen = new Screen(process.stdout);
  try {
    await runUp(options, process.env, screen);
    process.exit(exitCodes.stopped);
  } catch (error) {
    explain(error, new Screen(process.stderr), options.data);
    process.exit(exitCode(error));
  }
}

function explain(error: unknown, screen: Screen, dataFolder: string): void {
  if (error instanceof Stopped) return;
  screen.error(error instanceof Error ? error.message : String(error));
  if (!(error instanceof PartFailed)) return;
  for (const line of error.lastLines) screen.line(`    ${line}`);
  screen.line(`  More in ${dataFolder}/logs`);
}

function exitCode(error: unknown): number {
  if (error instanceof Stopped) return signalCodes[error.by] ?? exitCodes.failed;
  return error instanceof ConfigError ? exitCodes.badConfig : exitCodes.failed;
}
