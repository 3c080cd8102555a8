import { StoreUnavailable } from '#libs/event-streams/event-streams.errors.js';
import { TerminalUnavailable } from '#libs/deposits/terminal-source.js';
import { ConfigError } from '#libs/platform/config.js';

/** How a command ends, for scripts. */
export const endings = { failed: 1, usage: 2, unavailable: 3 } as const;

/** The command was understood and refused: one line for people, exit code 1. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Of the command that this process runs. */
let inJson = { errors: false, messages: false };

/** Whether errors, and what is told in words, are JSON lines. */
export function speakJson(wanted: typeof inJson): void {
  inJson = wanted;
}

/** Runs a command to its end: whatever goes wrong is one message and an exit code, never a stack trace. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const message = messageOf(error);
    process.exitCode = endingOf(error);
    const line = inJson.errors ? JSON.stringify({ error: { exit_code: process.exitCode, message } }) : message;
    process.stderr.write(`${line}\n`);
  }
}

/** Something told in words, or a line that is in its final shape. */
export function print(line: string): void {
  process.stdout.write(`${inJson.messages ? JSON.stringify({ message: line }) : line}\n`);
}

/** Nobody listens there: of Node's connections, and of those that Postgres refuses while it starts or stops. */
const away = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN', '57P01', '57P03']);

function endingOf(error: unknown): number {
  if (error instanceof ConfigError) return endings.usage;
  const isAway = error instanceof StoreUnavailable || error instanceof TerminalUnavailable || away.has(codeOf(error));
  return isAway ? endings.unavailable : endings.failed;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** One that has tried several addresses has no words of its own. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || codeOf(error) || error.name;
}
