import { Command, Option } from 'commander';
import type { EventFilter, EventStreams, StoredEvent } from '#libs/event-streams/event-streams.js';
import { withEventStreams } from '../support/connections.js';
import { isUpTo, parseLogMoment, type LogMoment } from '../support/log-moment.js';
import { positiveNumber } from '../support/numbers.js';
import { print, runCommand } from '../support/run-command.js';
import { replayed, type ReplayedEvent } from './codecs.js';
import { csvHeader, csvLine } from './csv-lines.js';
import { jsonLine, textLine } from './event-lines.js';
import { EventScope, type ScopeOptions } from './event-scope.js';

interface ReplayOptions extends ScopeOptions {
  readonly stream?: string;
  readonly category?: string;
  readonly type?: readonly string[];
  readonly correlation?: string;
  readonly from?: LogMoment;
  readonly to?: LogMoment;
  readonly limit?: number;
  readonly json?: true;
  readonly csv?: true;
}

/** `ledger replay`: the log as it happened, for auditors. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('the events of the log in order, decoded from whatever version they were written in')
    .option('--stream <name>', 'one stream: payout-po_…')
    .option('--category <noun>', 'all streams of a noun: payout, account, wallet, gate, …')
    .option('--type <names...>', 'some types of event, with or without their version: PayoutSettled')
    .option('--correlation <id>', 'only what belongs to one payout, transfer, …')
    .option('--operator <id>', 'only what belongs to one operator')
    .option('--wallet <id>', 'only what belongs to one wallet')
    .addOption(new Option('--from <moment>', 'from a log position or an instant on').argParser(parseLogMoment))
    .addOption(new Option('--to <moment>', 'up to a log position or an instant').argParser(parseLogMoment))
    .addOption(new Option('--limit <number>', 'this many events at most').argParser(positiveNumber))
    .option('--json', 'JSON lines instead of text')
    .addOption(new Option('--csv', 'CSV instead of text').conflicts('json'))
    .action((options: ReplayOptions) => runCommand(() => withEventStreams((streams) => replay(streams, options))));
}

async function replay(streams: EventStreams, options: ReplayOptions): Promise<void> {
  const { to, limit = Infinity, csv } = options;
  const scope = new EventScope(options);
  if (csv) print(csvHeader);
  let shown = 0;
  for await (const event of streams.readAll('start', scope.isWanted ? {} : filterOf(options))) {
    if ((to && !isUpTo(event, to)) || shown >= limit) return;
    // The scope has to see every event, whether or not it is to be shown.
    if (!scope.has(event) || !isWanted(event, options)) continue;
    shown++;
    print(lineOf(replayed(event), options));
  }
}

function lineOf(event: ReplayedEvent, { json, csv }: ReplayOptions): string {
  if (csv) return csvLine(event);
  return json ? jsonLine(event) : textLine(event);
}

function filterOf({ stream, category }: ReplayOptions): EventFilter {
  const prefix = stream ?? prefixOf(category);
  return prefix === undefined ? {} : { streamPrefixes: [prefix] };
}

function prefixOf(category: string | undefined): string | undefined {
  return category === undefined ? undefined : `${category}-`;
}

function isWanted(event: StoredEvent, { stream, category, type, correlation, from }: ReplayOptions): boolean {
  const { streamName } = event;
  return (
    (stream === undefined || streamName === stream) &&
    (stream !== undefined || streamName.startsWith(prefixOf(category) ?? '')) &&
    (type === undefined || type.some((name) => event.type === name || event.type.startsWith(`${name}.v`))) &&
    (correlation === undefined || event.metadata.correlationId === correlation) &&
    (from === undefined || isFrom(event, from))
  );
}

function isFrom({ position, recordedAt }: StoredEvent, moment: LogMoment): boolean {
  return moment.by === 'position' ? position.commit >= moment.position : recordedAt >= moment.instant;
}
