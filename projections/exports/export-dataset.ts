import { sql, type RawBuilder } from 'kysely';
import type { Database } from '#libs/read-store/database.js';
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

/** Independent of the session's time zone. */
export function isoInstant(instant: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** An asset in three columns, and an amount of it: as a decimal, exact by multiplication, and in minor units. */
export function moneyColumns(asset: RawBuilder<unknown>, minor: RawBuilder<unknown>): ExportColumn[] {
  const decimals = sql`split_part(${asset}, '/', 2)`;
  return [
    column('token', 'text', sql`split_part(${asset}, '@', 1)`),
    column('chain', 'text', sql`split_part(split_part(${asset}, '@', 2), '/', 1)`),
    column('decimals', 'integer', decimals),
    column('amount', 'decimal', sql`trim_scale(${minor} * ('1e-' || ${decimals})::numeric)`),
    column('amount_minor', 'minor', minor),
  ];
}

/** Whose an account is: its wallet's operator, or the one that owes. */
export function operatorOf(account: RawBuilder<unknown>, wallet: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when ${account} like 'receivable:%' then split_part(${account}, ':', 2) else ${wallet} end`;
}

export function allOf(conditions: readonly (RawBuilder<unknown> | undefined)[]): RawBuilder<unknown> {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length === 0 ? sql`true` : sql.join(given, sql` and `);
}
