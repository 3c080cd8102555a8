import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { findAsset } from '#libs/money/asset.js';
import type { ProviderItem } from '#libs/reconciliation/items.js';
import { providerStates } from '#libs/reconciliation/pulled-items.job.js';
import { providerPhase } from '#libs/inabit/provider-status.js';
import { parse as parseLossless, isLosslessNumber } from 'lossless-json';
import { namedColumns, readInput } from '../support/read-input.js';
import { Refused } from '../support/run-command.js';

const optional = z
  .string()
  .nullish()
  .transform((text) => (text === '' || text === null ? undefined : text));
const decimalFormat = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,4})?$/;
const noDecimal = 'is no plain decimal';
const decimal = z.string().regex(decimalFormat, noDecimal);
const optionalDecimal = optional.refine((text) => text === undefined || decimalFormat.test(text), noDecimal);

const rowSchema = z.object({
  provider_id: z.string().min(1),
  direction: z.enum(['in', 'out']),
  status: z.string().min(1),
  asset: z.string().min(1),
  amount: decimal,
  time: z.iso.datetime({ offset: true }),
  output: optionalDecimal,
  fee: optionalDecimal,
  transaction_hash: optional,
  destination: optional,
  note: optional,
});

/** @throws Refused with every row that cannot be read; nothing is compared then. */
export async function readStatement(file: string): Promise<ProviderItem[]> {
  const text = await readInput(file);
  const problems: string[] = [];
  const items = rowsOf(text, file).flatMap((row, index) => {
    const parsed = rowSchema.safeParse(row);
    if (parsed.success) return [itemOf(parsed.data)];
    for (const { path, message } of parsed.error.issues)
      problems.push(`row ${index + 1}, ${path.join('.')}: ${message}`);
    return [];
  });
  if (problems.length > 0) throw new Refused(`${file} is no statement:\n${problems.slice(0, 50).join('\n')}`);
  return items;
}

const required = ['provider_id', 'direction', 'status', 'asset', 'amount', 'time'];

function rowsOf(text: string, file: string): unknown[] {
  if (text.trim() === '') throw new Refused(`${file} is empty`);
  try {
    if (!/^\s*[[{]/.test(text))
      return parse(text, { columns: namedColumns(required), skip_empty_lines: true, bom: true });
    // Amounts may be numbers there: kept digit by digit.
    const parsed = parseLossless(text, (_, value) => (isLosslessNumber(value) ? value.toString() : value));
    return z.array(z.unknown()).parse(parsed);
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(`${file} is neither CSV nor a JSON array: ${String(error)}`);
  }
}

function itemOf(row: z.output<typeof rowSchema>): ProviderItem {
  return {
    providerId: row.provider_id,
    direction: row.direction,
    state: providerStates[providerPhase(row.status)],
    status: row.status,
    asset: findAsset(row.asset),
    assetText: row.asset,
    amount: row.amount,
    output: row.output,
    fee: row.fee,
    transactionHash: row.transaction_hash,
    destination: row.destination,
    note: row.note,
    at: new Date(row.time),
  };
}
