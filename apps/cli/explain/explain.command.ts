import { Argument, Command, Option } from 'commander';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { Book } from '#libs/ledger/book.js';
import type { Database } from '#libs/read-store/database.js';
import { positionAt } from '#projections/balances/balances-at.queries.js';
import { balanceAt, entriesOf, type BalanceEntry } from '#projections/balances/entries.queries.js';
import { walletAccounts } from '#projections/balances/wallet-accounts.js';
import { knownAssetId } from '../support/asset-option.js';
import { withDatabase, withEventStreams } from '../support/connections.js';
import { parseInstant, parseLogMoment, type LogMoment } from '../support/log-moment.js';
import { minorText } from '../support/minor-text.js';
import { positiveNumber } from '../support/numbers.js';
import type { OutputOptions } from '../support/output.js';
import { mustBeProjected } from '../support/must-be-projected.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { dayEndLineCommand } from './day-end-line.command.js';
import { Explanation } from './explanation.js';
import { entriesFromHistory, heldIn, replayOnly, type AccountsOfAsset } from './history-entries.js';

interface ExplainOptions extends OutputOptions {
  readonly at?: LogMoment;
  readonly effectiveAt?: Date;
  readonly fromHistory?: true;
  readonly replay?: true;
  readonly limit?: number;
}

/** `ledger explain`: the events that made a number, and that they and nothing else make it (RS-05, RS-10). */
export function explainCommand(): Command {
  return new Command('explain')
    .description('the events that made a number')
    .addCommand(balanceCommand())
    .addCommand(dayEndLineCommand());
}

function balanceCommand(): Command {
  return new Command('balance')
    .description('the entries that made a balance, with the running total; exit code 1 unless they add up to it')
    .addArgument(
      new Argument('<account>', 'wallet:<id>:available, external:tron, …, or a wallet id for all of its parts'),
    )
    .addArgument(new Argument('<asset>', 'USDT@tron'))
    .addOption(new Option('--at <moment>', 'as recorded up to a log position or an instant').argParser(parseLogMoment))
    .addOption(
      new Option('--effective-at <instant>', 'of that, only what took effect up to an instant').argParser(parseInstant),
    )
    .option('--from-history', 'out of the log alone, without Postgres')
    .option('--replay', 'then read exactly these events again and add them up once more')
    .addOption(new Option('--limit <number>', 'only the last, the others as one sum').argParser(positiveNumber))
    .option('--json', 'JSON lines instead of a table')
    .action((account: string, asset: string, options: ExplainOptions) =>
      runCommand(() => explainBalance({ accounts: accountsOf(account), asset: knownAssetId(asset) }, options)),
    );
}

function accountsOf(text: string): readonly string[] {
  return text.includes(':') ? [text] : walletAccounts(text);
}

async function explainBalance(wanted: AccountsOfAsset, options: ExplainOptions): Promise<void> {
  if (!options.fromHistory && !options.replay)
    return withDatabase((database) => explainFromReadModel(database, wanted, options).then(checkSum(wanted)));
  await withEventStreams(async (streams) => {
    const explained = options.fromHistory
      ? await explainFromHistory(streams, wanted, options)
      : await withDatabase((database) => explainFromReadModel(database, wanted, options));
    checkSum(wanted)(explained);
    if (options.replay) await checkReplay(streams, wanted, explained);
  });
}

interface Explained {
  readonly explanation: Explanation;
  /** What stands in the books, in minor units. */
  readonly balance: bigint;
}

async function explainFromReadModel(
  database: Database,
  wanted: AccountsOfAsset,
  options: ExplainOptions,
): Promise<Explained> {
  const { at, effectiveAt } = options;
  if (at?.by === 'instant') await mustBeProjected(database, ['balances'], at.instant);
  const place = at?.by === 'instant' ? await positionAt(database, at.instant) : at?.position;
  const { minor: balance, position: upTo } = await balanceAt(database, { ...wanted, effectiveAt }, place);
  const range = { ...wanted, effectiveAt, upTo };
  return { explanation: await show(entriesOf(database, range), wanted, options), balance };
}

async function explainFromHistory(
  streams: EventStreams,
  wanted: AccountsOfAsset,
  options: ExplainOptions,
): Promise<Explained> {
  const book = new Book();
  const question = { known: options.at, effectiveAt: options.effectiveAt, book };
  const explanation = await show(entriesFromHistory(streams, wanted, question), wanted, options);
  return { explanation, balance: heldIn(book, wanted) };
}

async function show(
  entries: AsyncIterable<BalanceEntry>,
  { asset }: AccountsOfAsset,
  { json, limit }: ExplainOptions,
): Promise<Explanation> {
  const explanation = new Explanation(asset, { json, limit, print });
  for await (const entry of entries) explanation.add(entry);
  explanation.end();
  return explanation;
}

function checkSum({ asset }: AccountsOfAsset): (explained: Explained) => void {
  return ({ explanation, balance }) => {
    const [sum, stands] = [minorText(asset, explanation.sum), minorText(asset, balance)];
    if (explanation.sum !== balance) throw new Refused(`The entries add up to ${sum}, and the balance is ${stands}`);
    explanation.tell(`${explanation.count} entries add up to ${sum}, which is the balance`);
  };
}

async function checkReplay(
  streams: EventStreams,
  wanted: AccountsOfAsset,
  { explanation, balance }: Explained,
): Promise<void> {
  const replayed = await replayOnly(streams, explanation.events, wanted);
  const text = minorText(wanted.asset, replayed);
  if (replayed !== balance) throw new Refused(`Only these events, replayed, give ${text}`);
  explanation.tell(`Only these events, replayed out of the log, give ${text}`);
}
