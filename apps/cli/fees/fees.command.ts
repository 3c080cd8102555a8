import { Command } from 'commander';
import { listFees, type FeeRow } from '#projections/fees/fees.queries.js';
import { withDatabase } from '../support/connections.js';
import { minorText } from '../support/minor-text.js';
import { printRows, type OutputOptions } from '../support/output.js';
import { runCommand } from '../support/run-command.js';
import { providerFeesCommand } from './provider-fees.command.js';

interface FeesOptions extends OutputOptions {
  readonly operator?: string;
  readonly unclear?: true;
}

const shown_max = 1_000;

/** `ledger fees`: what the provider's transactions cost on their chains, and what the provider charged (API-28). */
export function feesCommand(): Command {
  return new Command('fees')
    .description(
      'fees of the chains as the provider reports them, and its own, the latest first; booked is the last of each',
    )
    .enablePositionalOptions()
    .addCommand(providerFeesCommand())
    .option('--operator <id>', 'of its wallets only')
    .option('--unclear', 'only those that are missing or no amount: nothing is booked for them')
    .option('--json', 'JSON lines')
    .action((options: FeesOptions) =>
      runCommand(() =>
        withDatabase(async (database) => {
          const { operator: operatorId, unclear } = options;
          const rows = await listFees(database, { operatorId, unclear }, { limit: shown_max });
          printRows(rows.map(lineOf), options);
        }),
      ),
    );
}

function lineOf(row: FeeRow) {
  const { asset, fee_minor: minor } = row;
  return {
    movement: row.movement_id,
    kind: row.kind,
    provider_id: row.id,
    wallet: row.wallet_id,
    asset,
    fee: asset === null || minor === null ? null : minorText(asset, BigInt(minor)),
    changes: row.changes,
    unclear: row.unclear,
    reported: row.reported,
  };
}
