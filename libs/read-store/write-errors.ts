/** A targeted update found fewer rows than it names: the facts and the tables do not fit together. */
export class RowsMissing extends Error {
  override readonly name = 'RowsMissing';

  constructor(table: string, expected: number, found: number) {
    super(`${table}: ${expected - found} of ${expected} rows to update are not there`);
  }
}

/** Somebody else moved the checkpoint: another engine, a rebuild or a newer version. What was folded is void. */
export class CheckpointConflict extends Error {
  override readonly name = 'CheckpointConflict';
}

/**
 * SQLSTATE classes that say something about the rows or the tables, so that trying again changes nothing: no feature,
 * cardinality, data, integrity, schema name, syntax or missing table, check option, program limits.
 */
const permanentClasses = ['0A', '21', '22', '23', '3D', '3F', '42', '44', '54'];
const ownDefects = ['RowsMissing', 'TypeError', 'RangeError', 'ValueMissing'];

/** Whether the same write can never succeed. Everything else, a lost connection above all, passes (F7.1). */
export function isPermanent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (ownDefects.includes(error.name)) return true;
  const state = 'code' in error && typeof error.code === 'string' && 'severity' in error ? error.code : '';
  return permanentClasses.includes(state.slice(0, 2));
}
