import type { ExportRow } from '#libs/read-store/export-pages.js';
import type { EncodedColumn, FileEncoder } from './file-encoder.js';

/** One JSON object in each line; everything is a string, because positions and amounts do not fit a JSON number. */
export function jsonLinesEncoder(columns: readonly EncodedColumn[]): FileEncoder {
  const names = columns.map(({ name }, index) => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  const lineOf = (row: ExportRow): string => {
    let line = '';
    for (const [index, name] of names.entries()) line += name + JSON.stringify(row[index] ?? null);
    return `${line}}\n`;
  };
  return { page: (rows) => Buffer.from(rows.map(lineOf).join('')), end: () => new Uint8Array() };
}
