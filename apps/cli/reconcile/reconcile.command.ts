import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { RestTerminal } from '#libs/inabit/terminal/rest-terminal.js';
import { TerminalHttp } from '#libs/inabit/terminal/terminal-http.js';
import { SystemClock } from '#libs/platform/clock.js';
import { loadConfig } from '#libs/platform/config.js';
import { RandomIds } from '#libs/platform/ids.js';
import { inabitConfig } from '#libs/platform/inabit.config.js';
import { terminalConfig } from '#libs/platform/terminal.config.js';
import { BreakStreams } from '#libs/reconciliation/break-streams.js';
import { pulledItems } from '#libs/reconciliation/pulled-items.job.js';
import { Reconcile, usualSettings } from '#libs/reconciliation/reconcile.job.js';
import type { ProviderSide, Sides } from '#libs/reconciliation/sides.js';
import { terminalItems } from '#libs/reconciliation/terminal-items.job.js';
import { ledgerSide } from '#projections/breaks/ledger-side.queries.js';
import { providerReader } from '../support/provider-reader.js';
import { cliLog } from '../support/cli-log.js';
import { withDatabase, withEventStreams } from '../support/connections.js';
import { parseInstant } from '../support/log-moment.js';
import { printRows, type OutputOptions } from '../support/output.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { readStatement } from './statement-file.js';

interface ReconcileOptions extends OutputOptions {
  readonly full?: boolean;
  readonly days: number;
  readonly statement?: string;
  readonly from?: Date;
  readonly until?: Date;
}

const gapMs = 50;
/** The Terminal's lists, as far as one run reads them. */
const listBounds = { pageSize: 100, pagesMax: 200, pullsMax: 100, gapMs };
const dayMs = 24 * 3_600_000;

/** `ledger reconcile`: our books against the provider, or against a statement of the provider's (RS-02, RS-09). */
export function reconcileCommand(): Command {
  return new Command('reconcile')
    .description('compare the books with the provider; differences become breaks (`ledger breaks`)')
    .option('--full', 'ask for everything, also for what was equal before and has not changed')
    .option('--days <days>', 'how far to look back', daysOption, 2)
    .option('--statement <file>', 'compare with this CSV or JSON file instead of asking the provider')
    .option('--from <instant>', 'with --statement: the first moment that it covers', parseInstant)
    .option('--until <instant>', 'with --statement: the first moment that it no longer covers', parseInstant)
    .option('--json', 'JSON lines instead of a table')
    .addHelpText(
      'after',
      '\nReads EVENTSTORE_URL and DATABASE_URL, and INABIT_* and INABIT_TERMINAL_* unless there is a statement. A statement has the columns\n' +
        'provider_id, direction (in, out), status, asset (USDT@tron), amount, time, and may have fee, transaction_hash,\n' +
        'destination, note, output. Exits with 1 when something differs.',
    )
    .action((options: ReconcileOptions) => runCommand(() => reconcile(options)));
}

async function reconcile(options: ReconcileOptions): Promise<void> {
  const { statement, from, until, full = false, days, ...output } = options;
  if (statement === undefined) return withJob(providerSides(), days, (job) => compareWithProvider(job, full, output));
  if (!from || !until) throw new Refused('--statement needs --from and --until: what the file covers');
  if (from >= until) throw new Refused('--until has to be after --from');
  const items = await readStatement(statement);
  const nobody: ProviderSide = {
    pull: () => Promise.reject(new Error('A statement is not pulled')),
    wallets: () => Promise.resolve(undefined),
  };
  await withJob({ provider: nobody }, days, async (job) => {
    const { findings, ...summary } = await job.statement(path.basename(statement), items, { from, until });
    printRows([{ rows: items.length, differences: findings.length, ...summary }], output);
    if (findings.length > 0) process.exitCode = 1;
  });
}

async function compareWithProvider(job: Reconcile, full: boolean, output: OutputOptions): Promise<void> {
  const { balances, ...summary } = await job.run({ full });
  printRows([{ ...summary, balances: balances ?? null }], output);
  if (summary.unavailable > 0 && !output.json) print('Some transactions were not answered for; run it again.');
  if (summary.found > 0) process.exitCode = 1;
}

type ProviderSides = Omit<Sides, 'ledger'>;

async function withJob(sides: ProviderSides, days: number, work: (job: Reconcile) => Promise<void>): Promise<void> {
  await withDatabase((database) =>
    withEventStreams(async (streams) => {
      const breaks = new BreakStreams(new AggregateStore(streams, new RandomIds()));
      const settings = { ...usualSettings, lookBackMs: days * dayMs };
      await work(new Reconcile({ ledger: ledgerSide(database), ...sides }, breaks, new SystemClock(), settings));
    }),
  );
}

/** @throws ConfigError when INABIT_* is missing or malformed. */
function providerSides(): ProviderSides {
  const { inabit, terminal } = loadConfig({ inabit: inabitConfig, terminal: terminalConfig });
  const clock = new SystemClock();
  const reader = providerReader(inabit, clock, cliLog());
  const { signal } = new AbortController();
  const deposits = terminal && new RestTerminal(new TerminalHttp({ ...terminal, clock }), clock);
  return {
    provider: pulledItems(reader, gapMs, signal),
    deposits: deposits && terminalItems(deposits, listBounds, signal),
  };
}

function daysOption(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1 to 999.');
  return Number(text);
}
