import { sql, type RawBuilder } from 'kysely';
import type { Database } from '#libs/read-store/database.js';
import { formatAmount } from '#libs/money/amount-text.js';
import { storedAsset } from '#libs/money/asset.js';
import { money } from '#libs/money/money.js';
import type { ExportColumn, ExportKind, ExportRow } from '#libs/read-store/export-pages.js';

/** A stretch of the log by commit positions: everything after `after`, up to and with `to`. */
export interface ExportRange {
  readonly after: bigint;
  readonly to: bigint;
}

export interface ExportRequest extends ExportRange {
  readonly operatorId?: string | undefined;
  /** `USDT@tron/6` */
  readonly asset?: string | undefined;
  /** Whose calendar document dates are of. */
  readonly timeZone: string;
}

/**
 * Something that can be exported. The same request gives the same rows in the same order for ever: nothing that was
 * recorded after its end shows in it.
 */
export interface ExportDataset {
  readonly name: string;
  readonly about: string;
  /** The projections whose tables it reads; all of them have to be past the end of the range. */
  readonly reads: readonly string[];
  readonly columns: readonly Omit<ExportColumn, 'value'>[];
  readonly pages: (database: Database, request: ExportRequest) => AsyncIterable<readonly ExportRow[]>;
}

export function column(name: string, kind: ExportKind, value: RawBuilder<unknown>): ExportColumn {
  return { name, kind, value };
}

/** Seconds since 1970 cross the wire: `to_char` takes as long as all else of a row, and other texts go by the session. */
export function instant(name: string, value: RawBuilder<unknown>): ExportColumn {
  return { name, kind: 'instant', value: sql`date_part('epoch', ${value})`, cell: repeatedly(isoInstant) };
}

/** Rows next to each other are mostly of one moment: what was made of the last text is not made again. */
function repeatedly(cellOf: (text: string) => string): (text: string) => string {
  let last = { text: '', cell: '' };
  return (text) => {
    if (text !== last.text) last = { text, cell: cellOf(text) };
    return last.cell;
  };
}

function isoInstant(seconds: string): string {
  return new Date(Math.round(Number(seconds) * 1_000)).toISOString();
}

/** An asset in three columns, and an amount of it: as a decimal, exact, and in minor units. */
export function moneyColumns(asset: RawBuilder<unknown>, minor: RawBuilder<unknown>): ExportColumn[] {
  return [
    { ...column('token', 'text', asset), cell: (id) => storedAsset(id).token },
    { ...column('chain', 'text', asset), cell: (id) => storedAsset(id).chain },
    { ...column('decimals', 'integer', asset), cell: (id) => String(storedAsset(id).decimals) },
    { ...column('amount', 'decimal', sql`${minor} || ' ' || ${asset}`), cell: decimalOf },
    column('amount_minor', 'minor', minor),
  ];
}

/** `1500000 USDT@tron/6` is `1.5`. */
function decimalOf(amount: string): string {
  const space = amount.indexOf(' ');
  return formatAmount(money(storedAsset(amount.slice(space + 1)), BigInt(amount.slice(0, space))));
}

/** Whose an account is: its wallet's operator, or the one that owes. */
export function operatorOf(account: RawBuilder<unknown>, wallet: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when ${account} like 'receivable:%' then split_part(${account}, ':', 2) else ${wallet} end`;
}

export function allOf(conditions: readonly (RawBuilder<unknown> | undefined)[]): RawBuilder<unknown> {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length === 0 ? sql`true` : sql.join(given, sql` and `);
}
