import { Command, Option } from 'commander';
import { CloseDayJob } from '#libs/day-end/close-day.job.js';
import { closedDay } from '#libs/day-end/day-end.js';
import type { DayClosed } from '#libs/day-end/day-end.events.js';
import { hashOf, type TrialBalanceLine } from '#libs/day-end/trial-balance.js';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import type { Database } from '#libs/read-store/database.js';
import { entriesOf } from '#projections/balances/entries.queries.js';
import { linesOfReadModel } from '../day-end/day-end.lines.js';
import { knownAssetId } from '../support/asset-option.js';
import { withDatabase, withEventStreams } from '../support/connections.js';
import { minorText } from '../support/minor-text.js';
import { positiveNumber } from '../support/numbers.js';
import type { OutputOptions } from '../support/output.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { Explanation } from './explanation.js';

interface LineOptions extends OutputOptions {
  readonly zone: string;
  readonly limit?: number;
}

interface LineOfDay {
  readonly day: string;
  readonly account: string;
  readonly asset: string;
}

/** `ledger explain day-end`: one line of the trial balance of a closed day (RS-02). */
export function dayEndLineCommand(): Command {
  return new Command('day-end')
    .description('the entries of a closed day that made one line of its trial balance; exit code 1 unless they do')
    .argument('<day>', 'YYYY-MM-DD')
    .argument('<account>', 'wallet:<id>:available, external:tron, …')
    .argument('<asset>', 'USDT@tron')
    .option('--zone <zone>', 'whose midnight ends the day', 'UTC')
    .addOption(new Option('--limit <number>', 'only the last, the others as one sum').argParser(positiveNumber))
    .option('--json', 'JSON lines instead of a table')
    .action((day: string, account: string, asset: string, options: LineOptions) =>
      runCommand(() => explainLine({ day, account, asset: knownAssetId(asset) }, options)),
    );
}

async function explainLine(wanted: LineOfDay, options: LineOptions): Promise<void> {
  const closed = await closedDayOf(wanted.day, options.zone);
  await withDatabase(async (database) => {
    const lines = await linesOfReadModel(database, closed);
    if (hashOf(lines) !== closed.trialBalanceHash)
      throw new Refused(`The tables do not say of ${closed.day} what was closed; see day-end --rebuild`);
    const line = lines.find(({ account, asset }) => account === wanted.account && asset === wanted.asset);
    if (!line) throw new Refused(`The trial balance of ${closed.day} has no such line`);
    await showEntries(database, closed, line, options);
  });
}

function closedDayOf(day: string, zone: string): Promise<DayClosed> {
  return withEventStreams(async (streams) => {
    const job = new CloseDayJob(streams, new AggregateStore(streams, new RandomIds()), new SystemClock());
    const closed = closedDay(await job.closedDays(zone), day);
    if (!closed) throw new Refused(`${day} is not closed in ${zone}`);
    return closed;
  });
}

async function showEntries(
  database: Database,
  { day, opensAfter, closesAt }: DayClosed,
  { account, asset, opening, debits, credits, closing }: TrialBalanceLine,
  { json, limit }: LineOptions,
): Promise<void> {
  const text = (minor: bigint): string => minorText(asset, minor);
  const explanation = new Explanation(asset, { json, limit, print, opening });
  explanation.tell(`${account} opened ${day} with ${text(opening)}`);
  const range = { accounts: [account], asset, upTo: closesAt?.commit ?? 0n };
  let [came, went] = [0n, 0n];
  for await (const entry of entriesOf(database, range, opensAfter?.commit)) {
    explanation.add(entry);
    if (entry.amountMinor > 0n) came += entry.amountMinor;
    else went -= entry.amountMinor;
  }
  explanation.end();
  if (came !== debits || went !== credits || explanation.sum !== closing)
    throw new Refused(`The entries make ${text(explanation.sum)}, and the line says ${text(closing)}`);
  const moved = `${text(debits)} came, ${text(credits)} went`;
  explanation.tell(`${explanation.count} entries: ${moved}; it closed with ${text(closing)}, as in the trial balance`);
}
