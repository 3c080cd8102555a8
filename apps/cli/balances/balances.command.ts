import { Command, Option } from 'commander';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { assetId } from '#libs/money/asset.js';
import type { Database } from '#libs/read-store/database.js';
import { balancesAt, effectiveBalancesAt, positionAt } from '#projections/balances/balances-at.queries.js';
import type { AccountBalanceRow } from '#projections/balances/balances.queries.js';
import { knownAssetId } from '../support/asset-option.js';
import { withDatabase, withEventStreams } from '../support/connections.js';
import { mustBeWallet } from '../support/known-names.js';
import { parseInstant, parseLogMoment, type LogMoment } from '../support/log-moment.js';
import { minorText } from '../support/minor-text.js';
import { mustBeProjected } from '../support/must-be-projected.js';
import { printRows, type OutputOptions } from '../support/output.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { bookFromHistory } from './history.js';

interface BalancesOptions extends OutputOptions {
  readonly at?: LogMoment;
  readonly effectiveAt?: Date;
  readonly account?: string;
  readonly wallet?: string;
  readonly asset?: string;
  readonly fromHistory?: true;
  readonly compare?: true;
}

/** `ledger balances`: what stood where, at any moment, as it was known at any moment (RS-03, PO-05). */
export function balancesCommand(): Command {
  return new Command('balances')
    .description('balances by account and asset, now or at any moment of the past')
    .addOption(new Option('--at <moment>', 'as recorded up to a log position or an instant').argParser(parseLogMoment))
    .addOption(
      new Option('--effective-at <instant>', 'of that, only what took effect up to an instant').argParser(parseInstant),
    )
    .option('--account <name>', 'one account: wallet:<id>:available, external:tron, …')
    .option('--wallet <id>', 'the accounts of one wallet')
    .option('--asset <asset>', 'one asset: USDT@tron')
    .option('--from-history', 'out of the log alone, without Postgres')
    .option('--compare', 'both ways; exit code 1 and the differences when they are not equal')
    .option('--json', 'JSON lines instead of a table')
    .action((options: BalancesOptions) => runCommand(() => showBalances(options)));
}

async function showBalances(options: BalancesOptions): Promise<void> {
  if (options.compare) return compareBalances(options);
  const rows = options.fromHistory
    ? await withEventStreams((streams) => fromHistory(streams, options))
    : await withDatabase((database) => fromReadModel(database, options));
  printRows(rows.map(lineOf), options);
}

async function compareBalances(options: BalancesOptions): Promise<void> {
  const at = options.at ?? (await presentPosition());
  const [log, tables] = [
    await withEventStreams((streams) => fromHistory(streams, { ...options, at })),
    await withDatabase((database) => fromReadModel(database, { ...options, at })),
  ];
  const inTables = new Map(tables.map((row) => [`${row.account} ${row.asset}`, row.balanceMinor]));
  const differing = log.filter((row) => inTables.get(`${row.account} ${row.asset}`) !== row.balanceMinor);
  const missing = tables.filter(
    (row) => !log.some(({ account, asset }) => account === row.account && asset === row.asset),
  );
  if (differing.length + missing.length > 0) {
    printRows([...differing, ...missing].map(lineOf), options);
    throw new Refused(`${differing.length + missing.length} balances differ between the log and the read model`);
  }
  if (options.json) return printRows([{ equal: log.length, at: positionText(at) }], options);
  print(`${log.length} balances are equal in the log and in the read model, at position ${positionText(at)}`);
}

/** Both sides are asked about the same place: where the read model is. */
async function presentPosition(): Promise<LogMoment> {
  const position = await withDatabase((database) => positionAt(database, new Date(8.64e15)));
  return { by: 'position', position };
}

async function fromReadModel(database: Database, options: BalancesOptions): Promise<AccountBalanceRow[]> {
  const { at, effectiveAt, wallet } = options;
  if (wallet !== undefined) await mustBeWallet(database, wallet);
  if (at?.by === 'instant') await mustBeProjected(database, ['balances'], at.instant);
  const position = at?.by === 'position' ? at.position : await positionAt(database, at?.instant ?? new Date(8.64e15));
  const filter = { account: options.account, walletId: wallet, asset: assetOption(options) };
  const rows = effectiveAt
    ? await effectiveBalancesAt(database, { at: effectiveAt, knownAt: position }, filter)
    : await balancesAt(database, position, filter);
  return rows.filter(({ balanceMinor }) => balanceMinor !== '0');
}

async function fromHistory(streams: EventStreams, options: BalancesOptions): Promise<AccountBalanceRow[]> {
  const book = await bookFromHistory(streams, { known: options.at, effectiveAt: options.effectiveAt });
  const asset = assetOption(options);
  return book
    .lines()
    .map(({ account, balance }) => ({
      account,
      asset: assetId(balance.asset),
      balanceMinor: balance.minor.toString(),
    }))
    .filter(
      (row) =>
        row.balanceMinor !== '0' &&
        (asset === undefined || row.asset === asset) &&
        (options.account === undefined || row.account === options.account) &&
        (options.wallet === undefined || row.account.startsWith(`wallet:${options.wallet}:`)),
    );
}

function assetOption({ asset: text }: BalancesOptions): string | undefined {
  return text === undefined ? undefined : knownAssetId(text);
}

function lineOf({ account, asset: id, balanceMinor }: AccountBalanceRow): Readonly<Record<string, string>> {
  return { account, asset: id, balance: minorText(id, BigInt(balanceMinor)) };
}

function positionText(at: LogMoment): string {
  return at.by === 'position' ? at.position.toString() : at.instant.toISOString();
}
