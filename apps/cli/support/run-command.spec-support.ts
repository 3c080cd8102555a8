import { jest } from '@jest/globals';
import type { Command } from 'commander';

export interface CommandRun {
  readonly text: string;
  readonly errors: string;
  readonly exitCode: number;
  /** For `--json`: each line that was printed, parsed. */
  readonly lines: () => readonly Readonly<Record<string, unknown>>[];
}

/** Runs a command of the CLI in this process, as the shell would. */
export async function runCli(command: Command, ...args: readonly string[]): Promise<CommandRun> {
  const [written, errors]: [string[], string[]] = [[], []];
  const catching = (into: string[]) => (text: string | Uint8Array) => into.push(String(text)) > 0;
  const out = jest.spyOn(process.stdout, 'write').mockImplementation(catching(written));
  const error = jest.spyOn(process.stderr, 'write').mockImplementation(catching(errors));
  try {
    await command.parseAsync([...args], { from: 'user' });
    const text = written.join('');
    const exitCode = Number(process.exitCode ?? 0);
    const lines = () =>
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    return { text, errors: errors.join(''), exitCode, lines };
  } finally {
    process.exitCode = undefined;
    out.mockRestore();
    error.mockRestore();
  }
}
