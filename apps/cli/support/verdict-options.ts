import type { Command } from 'commander';
import type { Verdict } from '#libs/decider/verdict.js';

export interface VerdictOptions {
  readonly evidence: string;
  readonly reason: string;
  readonly by: string;
  readonly approvedBy: string;
}

/** For a command by which two people decide about money. */
export function withVerdict(command: Command): Command {
  return command
    .requiredOption('--evidence <text>', 'what proves it: a chain hash, a statement of the provider')
    .requiredOption('--reason <text>', 'what was found')
    .requiredOption('--by <person>', 'who decides')
    .requiredOption('--approved-by <person>', 'who checked it; somebody else');
}

export function verdictOf({ evidence, reason, by, approvedBy }: VerdictOptions): Verdict {
  return { evidence, reason, resolvedBy: `user:${by}`, approvedBy: `user:${approvedBy}` };
}
