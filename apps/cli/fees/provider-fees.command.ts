import { Command } from 'commander';
import { z } from 'zod';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { ProviderFees, type ChangeProviderFeeOutcome, type FeePayer } from '#libs/fees/provider-fee.handlers.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { formatAmount, parseAmount } from '#libs/money/amount-text.js';
import { assetId, findAsset } from '#libs/money/asset.js';
import type { Money } from '#libs/money/money.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { listProviderFees, type ProviderFeeRow } from '#projections/fees/fees.queries.js';
import { withDatabase, withEventStreams } from '../support/connections.js';
import { minorText } from '../support/minor-text.js';
import { printRows, type OutputOptions } from '../support/output.js';
import { print, Refused, runCommand } from '../support/run-command.js';

interface ListOptions extends OutputOptions {
  readonly operator?: string;
}

interface RecordOptions {
  readonly amount: string;
  readonly asset: string;
  readonly from: string;
  readonly to: string;
  readonly wallet?: string;
  readonly operator?: string;
  readonly evidence: string;
  readonly by: string;
}

interface ReverseOptions {
  readonly reason: string;
  readonly by: string;
  readonly approvedBy: string;
}

const shown_max = 1_000;

/** `ledger fees provider …`: what the provider charged by invoice or statement (API-28). */
export function providerFeesCommand(): Command {
  return new Command('provider')
    .description('fees that the provider charged by invoice or statement; its API tells of none')
    .addCommand(
      new Command('list')
        .description('the latest first')
        .option('--operator <id>', 'of this one only')
        .option('--json', 'JSON lines')
        .action((options: ListOptions) => runCommand(() => list(options))),
    )
    .addCommand(recordCommand())
    .addCommand(reverseCommand());
}

function recordCommand(): Command {
  return new Command('record')
    .description('record a fee, once for each reference; it is booked at once')
    .argument('<reference>', 'of the invoice or its line: INV-2026-01/3')
    .requiredOption('--amount <decimal>', 'such as 12.50')
    .requiredOption('--asset <asset>', 'USDT@tron, EUR@fiat')
    .requiredOption('--from <day>', 'the first day that it is for, YYYY-MM-DD')
    .requiredOption('--to <day>', 'the last; in the books it counts from this day')
    .option('--wallet <id>', 'which wallet it was taken out of at the provider')
    .option('--operator <id>', 'who owes it, if no wallet paid')
    .requiredOption('--evidence <text>', 'where the invoice or the statement is')
    .requiredOption('--by <person>', 'who says so')
    .addHelpText(
      'after',
      `
Booked as wallet:<id>:available to fees:provider; what the wallet has not got, and everything without a wallet, is owed:
receivable:<operator> to fees:provider. ledger statement shows it; ledger fees provider reverse takes it back.`,
    )
    .action((reference: string, options: RecordOptions) => runCommand(() => record(reference, options)));
}

function reverseCommand(): Command {
  return new Command('reverse')
    .description('take a recorded fee back as a whole; two people; safe to repeat')
    .argument('<reference>')
    .requiredOption('--reason <text>', 'what was wrong with it')
    .requiredOption('--by <person>', 'who decides')
    .requiredOption('--approved-by <person>', 'who checked it; somebody else')
    .action((chargeId: string, { reason, by, approvedBy }: ReverseOptions) =>
      runCommand(() => {
        const people = { by: `user:${by}`, approvedBy: `user:${approvedBy}` };
        return change((fees, now) => fees.reverse({ chargeId, reason, ...people, reversedAt: now }));
      }),
    );
}

async function list({ operator: operatorId, ...output }: ListOptions): Promise<void> {
  const rows = await withDatabase((database) => listProviderFees(database, { operatorId }, shown_max));
  printRows(rows.map(lineOf), output);
}

async function record(chargeId: string, options: RecordOptions): Promise<void> {
  const { amount, asset, from, to, evidence, by } = options;
  const fee = amountOf(amount, asset);
  const period = { from: dayOf('--from', from), to: dayOf('--to', to) };
  const told = { chargeId, payer: payerOf(options), fee, period, evidence, by: `user:${by}` };
  await change((fees, now) => fees.charge({ ...told, chargedAt: now }));
}

async function change(work: (fees: ProviderFees, now: Date) => Promise<ChangeProviderFeeOutcome>): Promise<void> {
  await withEventStreams(async (streams) => {
    const store = new AggregateStore(streams, new RandomIds());
    const outcome = await work(new ProviderFees(store, new Accounts(store, 'cli')), new SystemClock().now());
    if (!outcome.ok) throw new Refused(`Refused: ${outcome.code}`);
    const { charged, status } = outcome.fee;
    const { chargeId, walletId, operatorId, fee } = charged;
    const payer = walletId === undefined ? operatorId : `${walletId} of ${operatorId}`;
    const again = outcome.replayed ? ', as before' : '';
    print(`${chargeId}: ${formatAmount(fee)} ${assetId(fee.asset)} to ${payer} is ${status}${again}`);
  });
}

function payerOf({ wallet, operator }: RecordOptions): FeePayer {
  if (wallet !== undefined && operator === undefined) return { walletId: wallet };
  if (operator !== undefined && wallet === undefined) return { operatorId: operator };
  throw new Refused('Say who pays: either --wallet or --operator');
}

function amountOf(text: string, name: string): Money {
  const asset = findAsset(name);
  if (!asset) throw new Refused(`${name} is no asset that this ledger knows`);
  const parsed = parseAmount(text, asset);
  if (!parsed.ok) throw new Refused(`${text} is no amount of ${assetId(asset)}`);
  return parsed.money;
}

function dayOf(option: string, text: string): string {
  if (!z.iso.date().safeParse(text).success) throw new Refused(`${option} has to be a day such as 2026-01-31`);
  return text;
}

function lineOf(row: ProviderFeeRow) {
  return {
    reference: row.charge_id,
    operator: row.operator_id,
    wallet: row.wallet_id,
    asset: row.asset,
    fee: minorText(row.asset, BigInt(row.fee_minor)),
    from: row.period_from,
    to: row.period_to,
    evidence: row.evidence,
    by: row.charged_by,
    reversed: row.reversal_reason,
  };
}
