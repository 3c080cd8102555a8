import { Command } from 'commander';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { SystemClock } from '#libs/platform/clock.js';
import { loadConfig } from '#libs/platform/config.js';
import { RandomIds } from '#libs/platform/ids.js';
import { inabitConfig } from '#libs/platform/inabit.config.js';
import { DetectSweep } from '#libs/sweeps/detect-sweep.job.js';
import { SweepStreams } from '#libs/sweeps/sweep-streams.js';
import { RegisteredWallets } from '#libs/wallets/registered-wallet-streams.js';
import { listSweeps, type SweepItem } from '#projections/sweeps/sweeps.queries.js';
import { cliLog } from '../support/cli-log.js';
import { withDatabase, withEventStreams } from '../support/connections.js';
import { minorText } from '../support/minor-text.js';
import { providerReader } from '../support/provider-reader.js';
import { printRows, type OutputOptions } from '../support/output.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { resolveCommand, resolveFeeCommand } from './resolve.command.js';

interface ListOptions extends OutputOptions {
  readonly review?: true;
}

interface RecordOptions {
  readonly by: string;
  readonly alsoFrom: readonly string[];
}

const shown_max = 1_000;

/** `ledger sweeps …`: what the provider moved out of deposit wallets into the Master Wallet. */
export function sweepsCommand(): Command {
  return new Command('sweeps')
    .description('sweeps of deposit wallets into the Master Wallet')
    .addCommand(
      new Command('list')
        .description('sweeps, the latest first')
        .option('--review', 'only those that a person has to look at')
        .option('--json', 'JSON lines')
        .action((options: ListOptions) => runCommand(() => list(options))),
    )
    .addCommand(resolveCommand())
    .addCommand(resolveFeeCommand())
    .addCommand(
      new Command('record')
        .description('name a sweep that the gate was not asked about; what a pull shows is recorded, and booked')
        .argument('<transaction>', "the provider's id of it")
        .requiredOption('--by <person>', 'who says so')
        .option('--also-from <wallet...>', "the provider's ids of further wallets that gave", [])
        .addHelpText('after', '\nReads EVENTSTORE_URL and INABIT_* from the environment.')
        .action((transaction: string, options: RecordOptions) => runCommand(() => record(transaction, options))),
    );
}

async function list({ review, ...output }: ListOptions): Promise<void> {
  await withDatabase(async (database) => {
    const rows = await listSweeps(database, { underReview: review }, { limit: shown_max });
    printRows(rows.map(lineOf), output);
  });
}

async function record(providerId: string, { by, alsoFrom }: RecordOptions): Promise<void> {
  const { inabit } = loadConfig({ inabit: inabitConfig });
  const clock = new SystemClock();
  const reader = providerReader(inabit, clock, cliLog());
  await withEventStreams(async (streams) => {
    const wallets = new RegisteredWallets(streams);
    const sweeps = new SweepStreams(new AggregateStore(streams, new RandomIds()), `user:${by}`, wallets);
    const job = new DetectSweep({ sweeps, wallets }, reader, clock);
    const detected = await job.detect(providerId, alsoFrom);
    if (detected.outcome === 'refused') throw new Refused(`Refused: ${detected.reason}`);
    print(`${providerId} is a sweep of ${detected.sourceWalletIds.join(', ')} into ${detected.toWalletId}`);
  });
}

function lineOf(row: SweepItem) {
  const { asset, amount_minor: minor } = row;
  return {
    provider_id: row.provider_id,
    to: row.to_wallet_id,
    amount: minorText(asset, BigInt(minor)),
    asset,
    stage: row.stage,
    closed: row.closed,
    review: row.review_reason,
    detail: row.review_detail,
  };
}
