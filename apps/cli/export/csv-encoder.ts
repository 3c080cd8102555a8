import { stringify } from 'csv-stringify/sync';
import type { ExportRow } from '#libs/read-store/export-pages.js';
import type { EncodedColumn, FileEncoder } from './file-encoder.js';

/** What a spreadsheet takes for the beginning of a formula, full-width forms included. */
const formulaStart = /^[=+\-@\t\r＝＋－＠]/;
/** That, or what has to be quoted. */
const special = /^[=+\-@\t＝＋－＠]|[",\r\n]/;

/**
 * CSV by RFC 4180 in UTF-8: a header, lines ended by line feeds, empty for null. A text that a spreadsheet would take for a
 * formula gets an apostrophe before it; numbers never do, so that -5 stays a number. The library's own escaping goes by
 * the type of a value, and exact decimals come as texts.
 *
 * The library writes every row with something to quote or to escape. The others, nearly all, are the same joined by
 * commas, which is several times as fast and decides whether an export keeps up with Postgres.
 */
export function csvEncoder(columns: readonly EncodedColumn[]): FileEncoder {
  const texts = columns.flatMap(({ kind }, index) => (kind === 'text' ? [index] : []));
  let head = lineOf(columns.map(({ name }) => name));
  const encode = (rows: readonly ExportRow[]): Uint8Array => {
    let text = head;
    head = '';
    for (const row of rows) text += isPlain(row, texts) ? `${row.join(',')}\n` : lineOf(withoutFormulas(row, texts));
    return Buffer.from(text);
  };
  return { page: encode, end: () => encode([]) };
}

function isPlain(row: ExportRow, texts: readonly number[]): boolean {
  for (const index of texts) {
    const cell = row[index];
    if (typeof cell === 'string' && special.test(cell)) return false;
  }
  return true;
}

function withoutFormulas(row: ExportRow, texts: readonly number[]): ExportRow {
  const escaped = [...row];
  for (const index of texts) {
    const cell = row[index];
    if (typeof cell === 'string' && formulaStart.test(cell)) escaped[index] = `'${cell}`;
  }
  return escaped;
}

function lineOf(row: ExportRow): string {
  return stringify([row], { record_delimiter: '\n' });
}
