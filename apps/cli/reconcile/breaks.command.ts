import { Command, InvalidArgumentError, Option } from 'commander';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { BreakStreams } from '#libs/reconciliation/break-streams.js';
import type { BreakCommand, BreakRejection } from '#libs/reconciliation/break.js';
import { breakKinds } from '#libs/reconciliation/items.js';
import { listBreaks, type BreakFilter } from '#projections/breaks/breaks.queries.js';
import { withDatabase, withEventStreams } from '../support/connections.js';
import { printRows, type OutputOptions } from '../support/output.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { breakDetails, breakLine } from './break.lines.js';
import { exportCommand, uploadCommand } from './bulk.command.js';

interface ListOptions extends OutputOptions, BreakFilter {
  readonly limit: number;
}

interface ChangeOptions {
  readonly by: string;
  readonly how?: 'corrected' | 'accepted';
}

/** `ledger breaks …`: what differs between the books and the provider, and who looks after it. */
export function breaksCommand(): Command {
  return new Command('breaks')
    .description('differences that `ledger reconcile` and the worker found, and what became of them')
    .addCommand(listCommand())
    .addCommand(
      new Command('show')
        .description('one break, with what to look at next, out of the log')
        .argument('<breakId>')
        .option('--json', 'JSON')
        .action((breakId: string, output: OutputOptions) => runCommand(() => show(breakId, output))),
    )
    .addCommand(
      change('assign', 'who looks after it', '<owner>', (owner, by, now) => ({
        type: 'AssignBreak',
        data: { owner, by, now },
      })),
    )
    .addCommand(
      change('explain', 'why the two sides differ', '<explanation>', (explanation, by, now) => ({
        type: 'ExplainBreak',
        data: { explanation, by, now },
      })),
    )
    .addCommand(resolveCommand())
    .addCommand(
      change('reopen', 'it was resolved too soon', '<reason>', (reason, by, now) => ({
        type: 'ReopenBreak',
        data: { reason, by, now },
      })),
    )
    .addCommand(exportCommand())
    .addCommand(uploadCommand());
}

function listCommand(): Command {
  return new Command('list')
    .description('open breaks, the oldest first')
    .addOption(new Option('--status <status>', 'which').choices(['open', 'resolved']).default('open'))
    .addOption(new Option('--kind <kind>', 'which').choices(breakKinds))
    .option('--owner <person>', 'whose')
    .option('--limit <number>', 'how many', count, 100)
    .option('--json', 'JSON lines instead of a table')
    .action((options: ListOptions) => runCommand(() => list(options)));
}

function resolveCommand(): Command {
  const command = change('resolve', 'nothing is left to do', '<evidence>', (evidence, by, now, how) => ({
    type: 'ResolveBreak',
    data: { evidence, by, now, how },
  }));
  return command.addOption(
    new Option('--how <how>', 'corrected: one side was put right; accepted: it differs and may')
      .choices(['corrected', 'accepted'])
      .makeOptionMandatory(),
  );
}

type CommandOf = (text: string, by: string, now: Date, how: 'corrected' | 'accepted') => BreakCommand;

function change(name: string, description: string, argument: string, commandOf: CommandOf): Command {
  return new Command(name)
    .description(description)
    .argument('<breakId>')
    .argument(argument)
    .requiredOption('--by <person>', 'who says so')
    .action((breakId: string, text: string, { by, how = 'accepted' }: ChangeOptions) =>
      runCommand(() => execute(breakId, commandOf(text, `user:${by}`, new SystemClock().now(), how), by)),
    );
}

async function execute(breakId: string, command: BreakCommand, by: string): Promise<void> {
  await withBreaks(async (breaks) => {
    const executed = await breaks.execute(breakId, command, `user:${by}`);
    if (executed.outcome === 'rejected') throw new Refused(`Refused: ${reasonOf(executed.rejection)}`);
    if (executed.state.status !== 'absent') print(`${breakId} is ${executed.state.status}`);
  });
}

async function list({ limit, json, ...filter }: ListOptions): Promise<void> {
  const now = new SystemClock().now();
  const rows = await withDatabase((database) => listBreaks(database, filter, limit));
  printRows(
    rows.map((row) => breakLine(row, now)),
    json ? { json } : {},
  );
}

async function show(breakId: string, output: OutputOptions): Promise<void> {
  await withBreaks(async (breaks) => {
    const state = await breaks.load(breakId);
    if (state.status === 'absent') throw new Refused(`There is no break ${breakId}`);
    const details = breakDetails(state, new SystemClock().now());
    if (output.json) return print(JSON.stringify(details));
    for (const [name, value] of Object.entries(details)) if (value !== null) print(`${name.padEnd(12)} ${value}`);
  });
}

function withBreaks(work: (breaks: BreakStreams) => Promise<void>): Promise<void> {
  return withEventStreams((streams) => work(new BreakStreams(new AggregateStore(streams, new RandomIds()))));
}

export function reasonOf(rejection: BreakRejection): string {
  switch (rejection.code) {
    case 'break-not-found':
      return 'there is no such break';
    case 'break-resolved':
      return 'it is resolved; reopen it first';
    case 'break-open':
      return 'it is open';
    case 'text-needed':
      return `${rejection.field} is missing`;
  }
}

function count(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1 to 99999.');
  return Number(text);
}
