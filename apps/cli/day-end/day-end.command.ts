import { Command, Option } from 'commander';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { dayBounds } from '#libs/day-end/business-day.js';
import { CloseDayJob, type CloseOutcome } from '#libs/day-end/close-day.job.js';
import { dayFromHistory, shiftedEvents } from '#libs/day-end/day-from-history.js';
import type { DayClosed } from '#libs/day-end/day-end.events.js';
import { closedDay } from '#libs/day-end/day-end.js';
import { proveDay } from '#libs/day-end/prove-day.job.js';
import { hashOf } from '#libs/day-end/trial-balance.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { commonPosition } from '#projections/exports/export-range.queries.js';
import { withDatabase, withEventStreams } from '../support/connections.js';
import { printRows, type OutputOptions } from '../support/output.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { printProof, unexplainedIn } from './day-proof.lines.js';
import { changedLines, lineRow, linesOfReadModel, shiftRow } from './day-end.lines.js';

interface DayEndOptions extends OutputOptions {
  readonly zone: string;
  readonly close?: true;
  readonly rebuild?: true;
  readonly diff?: true;
  readonly proof?: true;
  readonly by: string;
}

const proofText = 'its totals against the transactions of the provider that ended on it; exit code 1 unless explained';

/** `ledger day-end`: business days, closed at a place in the log and never changed again (RS-02, RS-03). */
export function dayEndCommand(): Command {
  return new Command('day-end')
    .description('a business day: its trial balance as it was closed, out of the tables or out of history')
    .argument('<day>', 'YYYY-MM-DD')
    .option('--zone <zone>', 'whose midnight ends the day', 'UTC')
    .option('--close', 'close it first; the day before has to be closed')
    .option('--rebuild', 'recompute it from the log alone, and compare with what was closed')
    .addOption(
      new Option('--diff', 'as closed against as known now, with exactly the events between').conflicts('rebuild'),
    )
    .addOption(new Option('--proof', proofText).conflicts(['rebuild', 'diff']))
    .option('--by <person>', 'who closes it', 'cli')
    .option('--json', 'JSON lines instead of a table')
    .action((day: string, options: DayEndOptions) =>
      runCommand(() => withEventStreams((streams) => dayEnd(streams, day, options))),
    );
}

async function dayEnd(streams: EventStreams, day: string, options: DayEndOptions): Promise<void> {
  const job = new CloseDayJob(streams, new AggregateStore(streams, new RandomIds()), new SystemClock());
  const { zone: timeZone, by } = options;
  const { end } = dayBounds(day, timeZone); // Throws for what is none.
  if (options.close) tell(await job.close({ day, timeZone }, `user:${by}`), options);
  const closed = closedDay(await job.closedDays(timeZone), day);
  if (!closed)
    throw new Refused(`${day} is not closed in ${timeZone}; it ends at ${end.toISOString()}, close it with --close`);
  if (options.proof) await showProof(streams, closed, options);
  else if (options.diff) await showDifference(streams, closed, options);
  else if (options.rebuild) await showRebuilt(streams, closed, options);
  else await showFromReadModel(closed, options);
}

function tell(outcome: CloseOutcome, { json }: OutputOptions): void {
  if (outcome.outcome === 'rejected') throw new Refused(`Refused: ${reasonOf(outcome.rejection)}`);
  const { day, closesAt } = outcome.day;
  if (json) return;
  print(`${day} ${outcome.anew ? 'is closed' : 'was closed before'} at position ${closesAt?.commit ?? 'start'}`);
}

function reasonOf(rejection: Extract<CloseOutcome, { outcome: 'rejected' }>['rejection']): string {
  switch (rejection.code) {
    case 'day-not-over':
      return `the day ends at ${rejection.endsAt.toISOString()}`;
    case 'earlier-day-open':
      return `${rejection.day} has to be closed first`;
    case 'day-before-the-first':
      return `${rejection.first} was the first day that was closed`;
    case 'day-before-the-books':
      return `nothing is in the books before ${rejection.first}; close that day first`;
    case 'day-opens-elsewhere':
      return 'another process closed a day meanwhile; try again';
  }
}

async function showFromReadModel(closed: DayClosed, options: OutputOptions): Promise<void> {
  const lines = await withDatabase(async (database) => {
    const reached = await commonPosition(database, ['balances']);
    if (reached < (closed.closesAt?.commit ?? 0n))
      throw new Refused(`The read models have come to position ${reached} only; try again, or use --rebuild`);
    return linesOfReadModel(database, closed);
  });
  printRows(lines.map(lineRow), options);
  checkHash(hashOf(lines), closed, 'the tables');
}

async function showRebuilt(streams: EventStreams, closed: DayClosed, options: OutputOptions): Promise<void> {
  const { opensAfter, closesAt: place } = closed;
  const { trialBalance } = await dayFromHistory(streams, { opensAfter, until: { place } });
  const lines = trialBalance.lines();
  printRows(lines.map(lineRow), options);
  checkHash(hashOf(lines), closed, 'the log');
  if (!options.json) print(`Equal to the last digit to what was closed: ${closed.trialBalanceHash}`);
}

async function showProof(streams: EventStreams, closed: DayClosed, options: OutputOptions): Promise<void> {
  const proof = await proveDay(streams, closed);
  printProof(proof, options);
  const { length } = unexplainedIn(proof);
  if (length > 0) throw new Refused(`${length} differences between books and provider are not explained`);
}

function checkHash(hash: string, { day, trialBalanceHash }: DayClosed, source: string): void {
  if (hash !== trialBalanceHash)
    throw new Refused(`${day} out of ${source} is ${hash}, and was closed as ${trialBalanceHash}`);
}

async function showDifference(streams: EventStreams, closed: DayClosed, options: OutputOptions): Promise<void> {
  const { end } = dayBounds(closed.day, closed.timeZone);
  const shifted = await shiftedEvents(streams, closed.closesAt ?? { commit: 0n, prepare: 0n }, end);
  if (shifted.length === 0 && !options.json) return print(`${closed.day} is known now as it was closed`);
  const { opensAfter, closesAt: place } = closed;
  const { trialBalance } = await dayFromHistory(streams, { opensAfter, until: { place } });
  printRows(changedLines(trialBalance.lines(), shifted), options);
  printRows(shifted.map(shiftRow), options);
}
