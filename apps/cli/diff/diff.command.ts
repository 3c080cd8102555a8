import { Command, Option } from 'commander';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { withEventStreams } from '../support/connections.js';
import { parseLogMoment, type LogMoment } from '../support/log-moment.js';
import { minorText } from '../support/minor-text.js';
import { printRows, type OutputOptions, type OutputRow } from '../support/output.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { diffOf, type ChangedBalance } from './log-diff.js';

interface DiffOptions extends OutputOptions {
  readonly from: LogMoment;
  readonly to: LogMoment;
}

/** `ledger diff`: what became different between two places of the log (RS-02). */
export function diffCommand(): Command {
  return new Command('diff')
    .description('between two places of the log: the balances that differ, and the events that made them so')
    .addOption(moment('--from <moment>', 'after a log position or an instant'))
    .addOption(moment('--to <moment>', 'up to a log position or an instant'))
    .option('--json', 'JSON lines instead of tables')
    .action((options: DiffOptions) => runCommand(() => withEventStreams((streams) => diff(streams, options))));
}

function moment(flags: string, description: string): Option {
  return new Option(flags, description).argParser(parseLogMoment).makeOptionMandatory();
}

async function diff(streams: EventStreams, { from, to, json }: DiffOptions): Promise<void> {
  if (isReversed(from, to)) throw new Refused('--from is later than --to');
  const { balances, events } = await diffOf(streams, from, to);
  const changed = balances.map(changeRow);
  const counted: OutputRow[] = events.map((row) => ({ ...row }));
  if (json) return printRows([...objects('balance', changed), ...objects('events', counted)], { json });
  if (events.length === 0) return print('Nothing happened between them.');
  if (changed.length > 0) printRows(changed, {});
  else print('No balance differs.');
  printRows(counted, {});
}

/** Of a position and an instant nobody can tell beforehand; nothing lies between them then. */
function isReversed(from: LogMoment, to: LogMoment): boolean {
  if (from.by === 'position') return to.by === 'position' && from.position > to.position;
  return to.by === 'instant' && from.instant > to.instant;
}

function changeRow({ account, asset, from, to }: ChangedBalance): OutputRow {
  const text = (minor: bigint): string => minorText(asset, minor);
  return { account, asset, from: text(from), to: text(to), change: text(to - from) };
}

function objects(object: string, rows: readonly OutputRow[]): readonly OutputRow[] {
  return rows.map((row) => ({ object, ...row }));
}
