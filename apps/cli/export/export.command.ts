import { Command, Option } from 'commander';
import { assetId, findAsset } from '#libs/money/asset.js';
import type { Database } from '#libs/read-store/database.js';
import type { ExportDataset, ExportRange } from '#projections/exports/export-dataset.js';
import { exportDatasets } from '#projections/exports/datasets.js';
import { withDatabase } from '../support/connections.js';
import { mustBeOperator } from '../support/known-names.js';
import { parseLogMoment, type LogMoment } from '../support/log-moment.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { resolveRange, type RangeOptions } from './export-range.js';
import { exportFormats, type ExportFormat } from './file-encoder.js';
import { manifestPath, verifyManifest } from './manifest.js';
import { progressReport } from './progress.js';
import { runExport } from './run-export.js';
import { softwareVersion } from '../support/software-version.js';

interface ExportOptions extends RangeOptions {
  readonly format: ExportFormat;
  readonly operator?: string;
  readonly asset?: string;
  readonly out?: string;
  readonly json?: true;
}

const notes = `
The same arguments give the same bytes, whatever happens meanwhile: a range ends at a position of the log that the read
models have passed. Without --to that is where they are now; the manifest names it. An instant means the last ledger entry
recorded up to it.

Beside the file stands <file>.manifest.json: arguments, positions, columns, rows, bytes and SHA-256.
"ledger export verify <manifest>" hashes the file again. A file that was not finished has no name but ….partial.

Amounts are exact decimals and minor units: in CSV numbers, in JSON lines and Parquet strings. In CSV a text that begins
with = + - @, a tab or a carriage return gets an apostrophe before it, so that no spreadsheet runs it as a formula.`;

/** `ledger export`: what finance, auditors and an ERP take away (RS-01, RS-14). */
export function exportCommand(): Command {
  const command = new Command('export').description('files for finance, auditors and ERP systems, with a manifest');
  for (const dataset of exportDatasets) command.addCommand(datasetCommand(dataset));
  return command.addCommand(
    new Command('verify')
      .description('hash the files of a manifest again; exit code 1 when one is missing or broken')
      .argument('<manifest>', '….manifest.json')
      .option('--json', 'JSON lines instead of text')
      .action((manifest: string, options: { json?: true }) => runCommand(() => verify(manifest, options))),
  );
}

function datasetCommand(dataset: ExportDataset): Command {
  return new Command(dataset.name)
    .description(dataset.about)
    .addOption(new Option('--format <format>', 'what kind of file').choices(exportFormats).default('csv'))
    .addOption(new Option('--from <moment>', 'from a log position or an instant on').argParser(parseLogMoment))
    .addOption(new Option('--to <moment>', 'up to a log position or an instant').argParser(parseLogMoment))
    .addOption(new Option('--day <day>', 'a business day, YYYY-MM-DD').conflicts(['from', 'to']))
    .option('--zone <zone>', 'whose midnight ends the day, and whose calendar dates are of', 'UTC')
    .option('--operator <id>', 'only what belongs to one operator')
    .option('--asset <asset>', 'one asset: USDT@tron')
    .option('--out <file>', 'where to; <dataset>-<positions>.<format> in this folder unless told')
    .option('--json', 'the manifest on one line instead of text')
    .addHelpText('after', notes)
    .action((options: ExportOptions) => runCommand(() => withDatabase((database) => run(database, dataset, options))));
}

async function run(database: Database, dataset: ExportDataset, options: ExportOptions): Promise<void> {
  const { format, operator: operatorId, zone: timeZone, json } = options;
  const asset = assetOption(options);
  if (dataset.name === 'balances' && options.from) throw new Refused('Balances are as of one moment: --to');
  if (operatorId !== undefined) await mustBeOperator(database, operatorId);
  const range = await resolveRange(database, dataset.reads, options, new Date());
  const file = options.out ?? fileName(dataset, range, format);
  const request = { ...range, operatorId, asset, timeZone };
  const job = { dataset, format, request, given: givenOf(options), file, software: softwareVersion() };
  const manifest = await runExport(database, job, progressReport());
  if (json) return print(JSON.stringify(manifest));
  for (const { bytes, sha256 } of manifest.files)
    print(`${file}: ${manifest.rows} rows, ${bytes} bytes, SHA-256 ${sha256}`);
  print(`Up to position ${manifest.to_position}; ${manifestPath(file)}`);
}

function fileName({ name }: ExportDataset, { after, to }: ExportRange, format: ExportFormat): string {
  return `${name}-${after}-${to}.${format}`;
}

function assetOption({ asset: text }: ExportOptions): string | undefined {
  if (text === undefined) return undefined;
  const asset = findAsset(text);
  if (!asset) throw new Refused(`${text} is no asset that this ledger knows`);
  return assetId(asset);
}

/** In a fixed order, without where it was written to. */
function givenOf({ from, to, day, zone, operator, asset }: ExportOptions): Record<string, string> {
  const all = { from: from && momentText(from), to: to && momentText(to), day, zone, operator, asset };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

function momentText(moment: LogMoment): string {
  return moment.by === 'position' ? moment.position.toString() : moment.instant.toISOString();
}

async function verify(manifest: string, { json }: { readonly json?: true }): Promise<void> {
  const checked = await verifyManifest(manifest);
  for (const each of checked) print(json ? JSON.stringify(each) : `${each.verdict}  ${each.file}`);
  const bad = checked.filter(({ verdict }) => verdict !== 'ok').length;
  if (bad > 0) throw new Refused(`${bad} of ${checked.length} files are not what the manifest says`);
}
