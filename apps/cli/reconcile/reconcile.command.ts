import { Command } from 'commander';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { createInabitReader } from '#libs/inabit/create-inabit-reader.js';
import { SystemClock } from '#libs/platform/clock.js';
import { loadConfig } from '#libs/platform/config.js';
import { RandomIds } from '#libs/platform/ids.js';
import { inabitConfig } from '#libs/platform/inabit.config.js';
import { messageLog } from '#libs/platform/logging.js';
import { BreakStreams } from '#libs/reconciliation/break-streams.js';
import { pulledItems } from '#libs/reconciliation/pulled-items.job.js';
import { Reconcile, usualSettings } from '#libs/reconciliation/reconcile.job.js';
import type { ProviderSide } from '#libs/reconciliation/sides.js';
import { ledgerSide } from '#projections/breaks/ledger-side.queries.js';
import { cliLog } from '../support/cli-log.js';
import { withDatabase, withEventStreams } from '../support/connections.js';
import { parseInstant } from '../support/log-moment.js';
import { printRows, type OutputOptions } from '../support/output.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { readStatement } from './statement-file.js';

interface ReconcileOptions extends OutputOptions {
  readonly statement?: string;
  readonly from?: Date;
  readonly until?: Date;
}

const gapMs = 50;

/** `ledger reconcile`: our books against the provider, or against a statement of the provider's (RS-02, RS-09). */
export function reconcileCommand(): Command {
  return new Command('reconcile')
    .description('compare the books with the provider; differences become breaks (`ledger breaks`)')
    .option('--statement <file>', 'compare with this CSV or JSON file instead of asking the provider')
    .option('--from <instant>', 'with --statement: the first moment that it covers', parseInstant)
    .option('--until <instant>', 'with --statement: the first moment that it no longer covers', parseInstant)
    .option('--json', 'JSON lines instead of a table')
    .addHelpText(
      'after',
      '\nReads EVENTSTORE_URL and DATABASE_URL, and INABIT_* unless there is a statement. A statement has the columns\n' +
        'provider_id, direction (in, out), status, asset (USDT@tron), amount, time, and may have fee, transaction_hash,\n' +
        'destination, note, output. Exits with 1 when something differs.',
    )
    .action((options: ReconcileOptions) => runCommand(() => reconcile(options)));
}

async function reconcile({ statement, from, until, ...output }: ReconcileOptions): Promise<void> {
  if (statement === undefined) return withJob(providerSide(), (job) => compareWithProvider(job, output));
  if (!from || !until) throw new Refused('--statement needs --from and --until: what the file covers');
  const items = await readStatement(statement);
  const nobody: ProviderSide = {
    pull: () => Promise.reject(new Error('A statement is not pulled')),
    balances: () => Promise.resolve(undefined),
  };
  await withJob(nobody, async (job) => {
    const { findings, matched, opened } = await job.statement(statement, items, { from, until });
    printRows([{ rows: items.length, matched, differences: findings.length, opened }], output);
    if (findings.length > 0) process.exitCode = 1;
  });
}

async function compareWithProvider(job: Reconcile, output: OutputOptions): Promise<void> {
  const { balances, ...summary } = await job.run();
  printRows([{ ...summary, balances: balances ?? null }], output);
  if (summary.unavailable > 0 && !output.json) print('Some transactions were not answered for; run it again.');
  if (summary.found > 0) process.exitCode = 1;
}

async function withJob(provider: ProviderSide, work: (job: Reconcile) => Promise<void>): Promise<void> {
  await withDatabase((database) =>
    withEventStreams(async (streams) => {
      const breaks = new BreakStreams(new AggregateStore(streams, new RandomIds()));
      const sides = { ledger: ledgerSide(database), provider };
      await work(new Reconcile(sides, breaks, new SystemClock(), usualSettings));
    }),
  );
}

/** @throws ConfigError when INABIT_* is missing or malformed. */
function providerSide(): ProviderSide {
  const { inabit } = loadConfig({ inabit: inabitConfig });
  const { url, loginToken = '', loginTokenFile: tokenFile, organizationId } = inabit;
  const clock = new SystemClock();
  const log = messageLog(cliLog());
  const reader = createInabitReader({ url, loginToken, tokenFile, organizationId, clock, log });
  return pulledItems(reader, gapMs, new AbortController().signal);
}
