import { Command } from 'commander';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { BreakStreams } from '#libs/reconciliation/break-streams.js';
import type { BreakCommand } from '#libs/reconciliation/break.js';
import type { BreakResolved } from '#libs/reconciliation/break.events.js';
import { listBreaks } from '#projections/breaks/breaks.queries.js';
import { withDatabase, withEventStreams } from '../support/connections.js';
import { namedColumns, readInput } from '../support/read-input.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { breakLine } from './break.lines.js';

const rowsMax = 10_000;
const how = ['', 'corrected', 'accepted'] as const;
/** A cell that a spreadsheet would take for a formula is exported behind an apostrophe, which is none of the text. */
const cell = (charsMax: number) =>
  z
    .string()
    .transform((text) => text.replace(/^'(?=[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/, '').trim())
    .pipe(z.string().max(charsMax));
const rowSchema = z.looseObject({
  break_id: z.string().regex(/^br_[a-z2-7]{24}$/, 'is no id of a break'),
  owner: cell(200),
  explanation: cell(2_000),
  resolve: z.enum(how),
  evidence: cell(2_000),
});
const columnNames = Object.keys(rowSchema.shape);
type UploadedRow = z.output<typeof rowSchema>;

/** `ledger breaks export`: the open breaks, with columns to fill in. */
export function exportCommand(): Command {
  return new Command('export')
    .description(
      'open breaks as CSV: fill in owner, explanation, resolve (corrected, accepted) and evidence; upload it',
    )
    .action(() =>
      runCommand(async () => {
        const now = new SystemClock().now();
        const rows = await withDatabase((database) => listBreaks(database, { status: 'open' }, rowsMax));
        if (rows.length === rowsMax)
          process.stderr.write(`These are the newest ${rowsMax} only; export again when some are ended.\n`);
        const lines = rows.map((row) => ({ ...breakLine(row, now), resolve: '', evidence: '' }));
        process.stdout.write(stringify(lines, { header: true, escape_formulas: true }));
      }),
    );
}

/** `ledger breaks upload`: all rows or none are taken. */
export function uploadCommand(): Command {
  return new Command('upload')
    .description('an exported file with columns filled in; every row is checked before any is applied; safe to repeat')
    .argument('<file>')
    .requiredOption('--by <person>', 'who says so')
    .action((file: string, { by }: { by: string }) => runCommand(() => upload(file, by)));
}

async function upload(file: string, by: string): Promise<void> {
  const rows = await readRows(file);
  await withEventStreams(async (streams) => {
    const breaks = new BreakStreams(new AggregateStore(streams, new RandomIds()));
    const pending = await checkAll(breaks, rows);
    let changes = 0;
    for (const row of pending)
      for (const command of commandsOf(row, `user:${by}`)) {
        const executed = await breaks.execute(row.break_id, command, `user:${by}`);
        // Somebody else was faster: said, and the others go on.
        if (executed.outcome === 'rejected') print(`${row.break_id}: ${executed.rejection.code}`);
        else changes += executed.events.length;
      }
    print(`${rows.length} rows, ${changes} changes`);
  });
}

/** @throws Refused with every row that is not well-formed. */
async function readRows(file: string): Promise<UploadedRow[]> {
  const text = await readInput(file);
  const raw: unknown[] = parse(text, { columns: namedColumns(columnNames), bom: true, skip_empty_lines: true });
  const problems: string[] = [];
  const firstRows = new Map<string, number>();
  const rows = raw.flatMap((each, index) => {
    const parsed = rowSchema.safeParse(each);
    if (!parsed.success) {
      const texts = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
      problems.push(`row ${index + 1}: ${texts.join('; ')}`);
      return [];
    }
    const { break_id: breakId, resolve, evidence } = parsed.data;
    if (resolve !== '' && evidence === '') problems.push(`row ${index + 1}: evidence is missing`);
    const first = firstRows.get(breakId);
    if (first === undefined) firstRows.set(breakId, index + 1);
    else problems.push(`row ${index + 1}: ${breakId} is in row ${first} already`);
    return [parsed.data];
  });
  refuseIfAny(problems);
  return rows;
}

/** Those that are left to apply: what is resolved was resolved by this very file, before. */
async function checkAll(breaks: BreakStreams, rows: readonly UploadedRow[]): Promise<readonly UploadedRow[]> {
  const problems: string[] = [];
  const pending: UploadedRow[] = [];
  for (const [index, row] of rows.entries()) {
    const state = await breaks.load(row.break_id);
    if (state.status === 'absent') problems.push(`row ${index + 1}: there is no break ${row.break_id}`);
    else if (state.status === 'open') pending.push(row);
    else if (!isResolvedBy(row, state)) problems.push(`row ${index + 1}: it is resolved`);
  }
  refuseIfAny(problems);
  return pending;
}

/** By this very file, before: what somebody else resolved, or a run, keeps its own evidence. */
function isResolvedBy(
  { resolve, evidence }: UploadedRow,
  { resolved }: { readonly resolved: BreakResolved | undefined },
): boolean {
  return resolved?.how === resolve && resolved.evidence === evidence;
}

function refuseIfAny(problems: readonly string[]): void {
  if (problems.length > 0) throw new Refused(`Nothing was changed:\n${problems.slice(0, 50).join('\n')}`);
}

function commandsOf(row: UploadedRow, by: string): BreakCommand[] {
  const now = new SystemClock().now();
  const { owner, explanation, resolve, evidence } = row;
  return [
    ...(owner ? [{ type: 'AssignBreak', data: { owner, by, now } } as const] : []),
    ...(explanation ? [{ type: 'ExplainBreak', data: { explanation, by, now } } as const] : []),
    ...(resolve ? [{ type: 'ResolveBreak', data: { how: resolve, evidence, by, now } } as const] : []),
  ];
}
