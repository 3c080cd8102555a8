import { Command, Option } from 'commander';
import type { EventFilter, EventStreams, StoredEvent } from '#libs/event-streams/event-streams.js';
import { withEventStreams } from '../support/connections.js';
import { isUpTo, parseLogMoment, type LogMoment } from '../support/log-moment.js';
import { positiveNumber } from '../support/numbers.js';
import { print, runCommand } from '../support/run-command.js';
import { replayed } from './codecs.js';
import { jsonLine, textLine } from './event-lines.js';

interface ReplayOptions {
  readonly stream?: string;
  readonly category?: string;
  readonly type?: string;
  readonly correlation?: string;
  readonly from?: LogMoment;
  readonly to?: LogMoment;
  readonly limit?: number;
  readonly json?: true;
}

/** `ledger replay`: the log as it happened, for auditors. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('the events of the log in order, decoded from whatever version they were written in')
    .option('--stream <name>', 'one stream: payout-po_…')
    .option('--category <noun>', 'all streams of a noun: payout, account, wallet, gate, …')
    .option('--type <name>', 'one type of event, with or without its version: PayoutSettled')
    .option('--correlation <id>', 'only what belongs to one payout, transfer, …')
    .addOption(new Option('--from <moment>', 'from a log position or an instant on').argParser(parseLogMoment))
    .addOption(new Option('--to <moment>', 'up to a log position or an instant').argParser(parseLogMoment))
    .addOption(new Option('--limit <number>', 'this many events at most').argParser(positiveNumber))
    .option('--json', 'JSON lines instead of text')
    .action((options: ReplayOptions) => runCommand(() => withEventStreams((streams) => replay(streams, options))));
}

async function replay(streams: EventStreams, options: ReplayOptions): Promise<void> {
  const { to, limit = Infinity } = options;
  const lineOf = options.json ? jsonLine : textLine;
  let shown = 0;
  for await (const event of streams.readAll('start', filterOf(options))) {
    if ((to && !isUpTo(event, to)) || shown >= limit) return;
    if (!isWanted(event, options)) continue;
    shown++;
    print(lineOf(replayed(event)));
  }
}

function filterOf({ stream, category }: ReplayOptions): EventFilter {
  const prefix = stream ?? (category === undefined ? undefined : `${category}-`);
  return prefix === undefined ? {} : { streamPrefixes: [prefix] };
}

function isWanted(event: StoredEvent, { stream, type, correlation, from }: ReplayOptions): boolean {
  return (
    (stream === undefined || event.streamName === stream) &&
    (type === undefined || event.type === type || event.type.startsWith(`${type}.v`)) &&
    (correlation === undefined || event.metadata.correlationId === correlation) &&
    (from === undefined || isFrom(event, from))
  );
}

function isFrom({ position, recordedAt }: StoredEvent, moment: LogMoment): boolean {
  return moment.by === 'position' ? position.commit >= moment.position : recordedAt >= moment.instant;
}
