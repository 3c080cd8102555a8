import { exitCodes } from '#libs/platform/run-app.js';
import { ConfigError } from '#libs/platform/config.js';

/** The command was understood and refused: one line for people, exit code 1. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Runs a command to its end: a refusal or a missing setting is one message and an exit code, never a stack trace. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof ConfigError ? exitCodes.badConfig : exitCodes.failed;
  }
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
