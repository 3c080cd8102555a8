import path from 'node:path';
import type { Database } from '#libs/read-store/database.js';
import type { ExportDataset, ExportRequest } from '#projections/exports/export-dataset.js';
import { lastEntryAt } from '#projections/exports/export-range.queries.js';
import { csvEncoder } from './csv-encoder.js';
import type { ExportFormat, FileEncoder } from './file-encoder.js';
import { jsonLinesEncoder } from './json-lines-encoder.js';
import { manifestPath, writeManifest, type Manifest } from './manifest.js';
import { writeWhole } from './output-file.js';
import { parquetEncoder } from './parquet-encoder.js';

export interface ExportJob {
  readonly dataset: ExportDataset;
  readonly format: ExportFormat;
  readonly request: ExportRequest;
  /** As they were given, for the manifest. */
  readonly given: Readonly<Record<string, string>>;
  readonly file: string;
  /** Name and version of this software. */
  readonly software: string;
}

export interface ExportProgress {
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Streams a dataset into a file and writes its manifest beside it, `<file>.manifest.json` (RS-01). Holds a few pages of
 * rows at a time, or a row group of Parquet. The same job gives the same bytes in both files.
 */
export async function runExport(
  database: Database,
  job: ExportJob,
  onProgress: (progress: ExportProgress) => void = () => undefined,
): Promise<Manifest> {
  const { dataset, format, request, file, software, given } = job;
  const columns = dataset.columns.map(({ name, kind }) => ({ name, kind }));
  const encoder = encoderOf(job);
  let rows = 0;
  const written = await writeWhole(file, async (output) => {
    for await (const page of dataset.pages(database, request)) {
      await output.write(encoder.page(page));
      rows += page.length;
      onProgress({ rows, bytes: output.written });
    }
    await output.write(encoder.end());
  });
  const lastAt = await lastEntryAt(database, request.to);
  const manifest: Manifest = {
    format_version: 1,
    software,
    dataset: dataset.name,
    format,
    arguments: given,
    after_position: request.after.toString(),
    to_position: request.to.toString(),
    last_event_at: lastAt?.toISOString() ?? null,
    columns,
    rows,
    files: [{ name: path.basename(file), ...written }],
  };
  await writeManifest(manifestPath(file), manifest);
  return manifest;
}

function encoderOf({ format, dataset: { columns }, software }: ExportJob): FileEncoder {
  switch (format) {
    case 'csv':
      return csvEncoder(columns);
    case 'jsonl':
      return jsonLinesEncoder(columns);
    case 'parquet':
      return parquetEncoder(columns, software);
  }
}
