import { stringify } from 'csv-stringify/sync';
import type { ExportRow } from '#libs/read-store/export-pages.js';
import type { EncodedColumn, FileEncoder } from './file-encoder.js';

/** What a spreadsheet takes for the beginning of a formula, full-width forms included. */
const formulaStart = /^[=+\-@\t\r＝＋－＠]/;

/**
 * CSV by RFC 4180 in UTF-8: a header, lines ended by line feeds, empty for null. A text that a spreadsheet would take for a
 * formula gets an apostrophe before it; numbers never do, so that -5 stays a number. The library's own escaping goes by
 * the type of a value, and exact decimals come as texts.
 */
export function csvEncoder(columns: readonly EncodedColumn[]): FileEncoder {
  const texts = columns.flatMap(({ kind }, index) => (kind === 'text' ? [index] : []));
  let head: readonly ExportRow[] = [columns.map(({ name }) => name)];
  const encode = (rows: readonly ExportRow[]): Uint8Array => {
    const text = stringify([...head, ...rows.map((row) => withoutFormulas(row, texts))], { record_delimiter: '\n' });
    head = [];
    return Buffer.from(text);
  };
  return { page: encode, end: () => encode([]) };
}

function withoutFormulas(row: ExportRow, texts: readonly number[]): ExportRow {
  let escaped: (string | null)[] | undefined;
  for (const index of texts) {
    const cell = row[index];
    if (typeof cell === 'string' && formulaStart.test(cell)) (escaped ??= [...row])[index] = `'${cell}`;
  }
  return escaped ?? row;
}
