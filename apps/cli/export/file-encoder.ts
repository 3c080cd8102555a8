import type { ExportColumn, ExportRow } from '#libs/read-store/export-pages.js';

export const exportFormats = ['csv', 'jsonl', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export type EncodedColumn = Pick<ExportColumn, 'name' | 'kind'>;

/** Makes the bytes of a file out of pages of rows; the same rows give the same bytes, however they are paged. */
export interface FileEncoder {
  page(rows: readonly ExportRow[]): Uint8Array;
  /** What is left to be written after the last page. */
  end(): Uint8Array;
}
