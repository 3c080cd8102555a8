import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { ExportKind, ExportRow } from '#libs/read-store/export-pages.js';
import type { EncodedColumn, FileEncoder } from './file-encoder.js';

const groupRows = 20_000;

/**
 * Parquet with Snappy, in row groups of a fixed size. Amounts are strings, in decimals as in minor units: 78 digits fit no
 * DECIMAL that readers agree on, and a double is never exact. Positions are INT64, instants TIMESTAMP in UTC.
 */
export function parquetEncoder(columns: readonly EncodedColumn[], createdBy: string): FileEncoder {
  const bytes = new DrainedWriter();
  const elements = columns.map(
    ({ name, kind }): SchemaElement => ({ name, repetition_type: 'OPTIONAL', ...types[kind] }),
  );
  const schema: SchemaElement[] = [{ name: 'root', num_children: columns.length }, ...elements];
  const parquet = new ParquetWriter({ writer: bytes, schema, createdBy });
  let waiting: ExportRow[] = [];
  const writeGroup = (rows: readonly ExportRow[]): void => {
    const columnData = columns.map(({ name, kind }, index) => {
      const valueOf = values[kind];
      const data = rows.map((row) => valueOf(row[index] ?? null));
      return { name, data, offsetIndex: false };
    });
    void parquet.write({ columnData, rowGroupSize: groupRows }); // Its writer has no flush, so it is done when it returns.
  };
  return {
    page: (rows) => {
      waiting.push(...rows);
      for (; waiting.length >= groupRows; waiting = waiting.slice(groupRows)) writeGroup(waiting.slice(0, groupRows));
      return bytes.drain();
    },
    end: () => {
      if (waiting.length > 0) writeGroup(waiting);
      void parquet.finish();
      return bytes.drain();
    },
  };
}

/** Gives away what was written so far, so that no more than a row group is held. Offsets go on counting. */
class DrainedWriter extends ByteWriter {
  drain(): Uint8Array {
    const drained = new Uint8Array(this.getBuffer());
    this.index = 0;
    return drained;
  }
}

const stringType = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;

const types: Readonly<Record<ExportKind, Partial<SchemaElement>>> = {
  text: stringType,
  decimal: stringType,
  minor: stringType,
  integer: { type: 'INT32' },
  position: { type: 'INT64' },
  instant: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

type Cell = string | null;

const values: Readonly<Record<ExportKind, (cell: Cell) => unknown>> = {
  text: (cell) => cell,
  decimal: (cell) => cell,
  minor: (cell) => cell,
  integer: (cell) => (cell === null ? null : Number(cell)),
  position: (cell) => (cell === null ? null : BigInt(cell)),
  instant: (cell) => (cell === null ? null : new Date(cell)),
};
