import { Command, Option } from 'commander';
import type { Database } from '#libs/read-store/database.js';
import { operatorStatement, type AssetStatement } from '#projections/balances/statement.queries.js';
import { csvEncoder } from '../export/csv-encoder.js';
import { rangeOfDays } from '../export/export-range.js';
import { withDatabase } from '../support/connections.js';
import { minorText } from '../support/minor-text.js';
import { printRows } from '../support/output.js';
import { mustBeOperator } from '../support/known-names.js';
import { print, runCommand } from '../support/run-command.js';

interface StatementOptions {
  readonly json?: true;
  readonly from: string;
  readonly to?: string;
  readonly zone: string;
  readonly format: 'text' | 'json' | 'csv';
}

interface StatementLine {
  readonly asset: string;
  /** `opening`, `closing`, a kind of fees (`fees:network`) or what moved. */
  readonly line: string;
  readonly count: string;
  readonly amount: string;
}

/** `ledger statement`: what an operator had, what came and went, and what it has (RS-02, RS-10). */
export function statementCommand(): Command {
  return new Command('statement')
    .description('an operator’s statement: opening, movements, fees and closing by asset')
    .argument('<operator>', 'its id')
    .requiredOption('--from <day>', 'the first business day, YYYY-MM-DD')
    .option('--to <day>', 'the last; the first unless told')
    .option('--zone <zone>', 'whose midnight ends a day', 'UTC')
    .addOption(new Option('--format <format>').choices(['text', 'json', 'csv']).default('text'))
    .option('--json', 'the same as --format json')
    .addHelpText(
      'after',
      `
What counts is available or reserved in the operator's wallets, less what it owes; money on its way in does not count
yet. Holds and releases move nothing; fees stand by their kind. Single movements: ledger export entries --operator <id>.`,
    )
    .action((operator: string, options: StatementOptions) =>
      runCommand(() => withDatabase((database) => show(database, operator, options))),
    );
}

async function show(database: Database, operator: string, options: StatementOptions): Promise<void> {
  const { from, to = from, zone, format, json } = options;
  const range = await rangeOfDays(database, ['balances'], { first: from, last: to, zone }, new Date());
  await mustBeOperator(database, operator);
  const lines = (await operatorStatement(database, operator, range)).flatMap(linesOf);
  if (format === 'csv') return print(csvOf(lines).trimEnd());
  printRows(
    lines.map((line) => ({ ...line })),
    format === 'json' || json ? { json: true } : {},
  );
}

function linesOf({ asset, opening, movements, closing }: AssetStatement): StatementLine[] {
  const lineOf = (line: string, count: string, minor: bigint) => ({
    asset,
    line,
    count,
    amount: minorText(asset, minor),
  });
  return [
    lineOf('opening', '', opening),
    ...movements.map(({ kind, count, minor }) => lineOf(kind, count.toString(), minor)),
    lineOf('closing', '', closing),
  ];
}

function csvOf(lines: readonly StatementLine[]): string {
  const encoder = csvEncoder([
    { name: 'asset', kind: 'text' },
    { name: 'line', kind: 'text' },
    { name: 'count', kind: 'integer' },
    { name: 'amount', kind: 'decimal' },
  ]);
  return Buffer.from(
    encoder.page(lines.map(({ asset, line, count, amount }) => [asset, line, count, amount])),
  ).toString();
}
