import { Command } from 'commander';
import { softwareVersion } from './support/software-version.js';
import { endings, speakJson } from './support/run-command.js';

const json = '--json';
/** Runs until it is stopped: what it tells is for people. */
const forPeople = new Set(['up']);

const exitCodes = `
Exit codes: 0 done; 1 refused, or something differs; 2 wrong usage or configuration; 3 a store or the provider is away.`;

/**
 * `ledger …` out of some of its commands. Each takes `--json`: those without rows of their own say their messages as JSON lines.
 * Errors are one line on standard error in either shape, and the exit code says of which sort.
 */
export function ledgerProgram(commands: readonly Command[]): Command {
  const program = new Command('ledger')
    .description('An event-sourced ledger for payouts over inabit')
    .version(softwareVersion())
    .addHelpText('after', exitCodes);
  const telling = new Set<Command>();
  for (const command of commands) {
    program.addCommand(command);
    if (!forPeople.has(command.name())) for (const leaf of leavesOf(command)) if (addJson(leaf)) telling.add(leaf);
  }
  for (const command of allOf(program)) command.exitOverride(({ exitCode }) => process.exit(exitCode && endings.usage));
  return program.hook('preAction', (_, action) => {
    const isAsked = action.getOptionValue('json') === true;
    speakJson({ errors: isAsked, messages: isAsked && telling.has(action) });
  });
}

/** Whether it had none of its own. */
function addJson(command: Command): boolean {
  if (command.options.some(({ long }) => long === json)) return false;
  command.option(json, 'JSON lines instead of text');
  return true;
}

function allOf(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap((each) => allOf(each))];
}

function leavesOf(command: Command): readonly Command[] {
  return allOf(command).filter(({ commands }) => commands.length === 0);
}
