import { Command, Option } from 'commander';
import {
  exceptionLoad,
  type ExceptionLoadFilter,
  type ExceptionLoadRow,
} from '#projections/payouts/exception-load.queries.js';
import { withDatabase } from '../support/connections.js';
import { parseInstant } from '../support/log-moment.js';
import { minorText } from '../support/minor-text.js';
import { printRows, type OutputOptions, type OutputRow } from '../support/output.js';
import { runCommand } from '../support/run-command.js';

type LoadOptions = OutputOptions & ExceptionLoadFilter;

/** `ledger payout load`: volume beside what it costs in exceptions, by operator and asset (RS-15). */
export function loadCommand(): Command {
  return new Command('load')
    .description('payouts and their volume by operator and asset, and how many did not go by themselves')
    .option('--operator <id>', 'of one operator')
    .addOption(new Option('--from <instant>', 'requested from then on').argParser(parseInstant))
    .addOption(new Option('--until <instant>', 'requested before').argParser(parseInstant))
    .option('--json', 'JSON lines instead of a table')
    .action((options: LoadOptions) =>
      runCommand(() =>
        withDatabase(async (database) => printRows((await exceptionLoad(database, options)).map(lineOf), options)),
      ),
    );
}

function lineOf(row: ExceptionLoadRow): OutputRow {
  const { operator_id, asset, payouts, volume_minor, paid, failed, in_review, retried, with_breaks, exceptions } = row;
  return {
    operator_id,
    asset,
    payouts: Number(payouts),
    volume: minorText(asset, BigInt(volume_minor)),
    paid: Number(paid),
    failed: Number(failed),
    in_review: Number(in_review),
    retried: Number(retried),
    with_breaks: Number(with_breaks),
    exceptions: Number(exceptions),
  };
}
