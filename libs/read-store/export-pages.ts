import { sql, type RawBuilder } from 'kysely';
import type { Database } from './database.js';

/**
 * What a column holds: `position` is a 64-bit place in the log or revision, `decimal` an exact decimal, `minor` a whole
 * number of any size, `instant` an ISO instant in UTC with milliseconds.
 */
export type ExportKind = 'text' | 'integer' | 'position' | 'decimal' | 'minor' | 'instant';

/** A column of an export: what it is called, what it holds, and how SQL writes it as a text. */
export interface ExportColumn {
  readonly name: string;
  readonly kind: ExportKind;
  readonly value: RawBuilder<unknown>;
  /** Makes the cell of that text. What Postgres would take long to write is written here, while it reads on. */
  readonly cell?: (text: string) => string;
}

/** The cells of a row in the order of the columns. */
export type ExportRow = readonly (string | null)[];

export interface ExportQuery {
  readonly columns: readonly ExportColumn[];
  readonly from: RawBuilder<unknown>;
  readonly where: RawBuilder<unknown>;
  /**
   * What rows are ordered by, unique: each is the column of the same name, without a `cell`, in SQL that has an index or costs
   * little.
   */
  readonly key: readonly { readonly name: string; readonly order: RawBuilder<unknown>; readonly type: string }[];
}

/**
 * The rows of a query in the order of its key, page after page, without a transaction that stays open. While one page is
 * worked on, the next is on its way.
 */
export async function* exportPages(
  database: Database,
  query: ExportQuery,
  pageRows = 5_000,
): AsyncGenerator<readonly ExportRow[]> {
  let waiting = readPage(database, query, { limit: pageRows });
  for (;;) {
    const rows = await waiting;
    const after = rows.at(-1);
    if (!after) return;
    const isLast = rows.length < pageRows;
    if (!isLast) {
      waiting = readPage(database, query, { after, limit: pageRows });
      waiting.catch(() => undefined); // Told by the next turn; there is none when the reader has had enough.
    }
    yield rows.map((row) => cellsOf(row, query.columns));
    if (isLast) return;
  }
}

function cellsOf(texts: ExportRow, columns: readonly ExportColumn[]): ExportRow {
  return texts.map((text, index) => (text === null ? null : (columns[index]?.cell?.(text) ?? text)));
}

interface Page {
  readonly after?: ExportRow;
  readonly limit: number;
}

async function readPage(
  database: Database,
  { columns, from, where, key }: ExportQuery,
  { after, limit }: Page,
): Promise<ExportRow[]> {
  const values = sql.join(columns.map(({ value }) => value));
  const orders = sql.join(key.map(({ order }) => order));
  const isAfter = after ? sql`and ${pastKey(columns, key, after)}` : sql``;
  const page = sql`select ${values} from ${from} where ${where} ${isAfter} order by ${orders} limit ${limit}`;
  const { sql: text, parameters } = page.compile(database);
  const { rows } = await database.pool.query<(string | null)[]>({
    text,
    values: [...parameters],
    rowMode: 'array',
    types: { getTypeParser: () => asText },
  });
  return rows;
}

/** The first column is compared by itself as well: that is the condition that an index serves. */
function pastKey(columns: readonly ExportColumn[], key: ExportQuery['key'], after: ExportRow): RawBuilder<unknown> {
  const places = key.map(({ name, type }) => {
    const index = columns.findIndex((column) => column.name === name);
    return sql`${after[index]}::${sql.raw(type)}`;
  });
  const orders = key.map(({ order }) => order);
  return sql`${orders[0]} >= ${places[0]} and (${sql.join(orders)}) > (${sql.join(places)})`;
}

function asText(value: string): string {
  return value;
}
