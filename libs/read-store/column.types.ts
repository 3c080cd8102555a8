import type { JsonValue } from '#libs/decider/json.js';

/**
 * - `required`: every new row names it.
 * - `optional`: null unless named.
 * - `sum`: zero unless named; the only kind that `add` can add to.
 */
export type ColumnKind = 'required' | 'optional' | 'sum';

/** A column: how it is declared in SQL, and how its values are written. */
export interface Column<Value, Kind extends ColumnKind = ColumnKind> {
  readonly type: string;
  readonly kind: Kind;
  /** Whether the text form can hold characters that need escaping. */
  readonly free: boolean;
  /** A method, so that tables of all column types have one common type. */
  encode(this: void, value: Value): string;
}

const unstorable = /[\0\p{Surrogate}]/u;
const everyUnstorable = /[\0\p{Surrogate}]/gu;

export type Columns = Readonly<Record<string, Column<unknown>>>;

export const text: Column<string, 'required'> = column('text', true, storable);
export const uuid: Column<string, 'required'> = column('uuid', true, (value) => value);
/** A calendar day, `2025-03-30`. */
export const day: Column<string, 'required'> = column('date', true, (value) => value);
export const instant: Column<Date, 'required'> = column('timestamptz', true, (value) => value.toISOString());
export const flag: Column<boolean, 'required'> = column('boolean', false, (value) => (value ? 't' : 'f'));
export const integer: Column<number, 'required'> = column('integer', false, (value) => value.toString());
/** A revision, a sequence number, one half of a position. */
export const bigInteger: Column<bigint, 'required'> = column('numeric(20,0)', false, (value) => value.toString());
/** An amount in minor units, as wide as 2^256; its asset belongs in a column beside it. */
export const amount: Column<bigint, 'required'> = column('numeric(78,0)', false, (value) => value.toString());
export const json: Column<JsonValue, 'required'> = column('jsonb', true, (value) =>
  JSON.stringify(value, storableValue),
);
/** An amount that is summed up from increments. */
export const sum: Column<bigint, 'sum'> = { ...amount, kind: 'sum' };
/** Like `text`, for a union of strings: `textOf<PayoutStatus>()`. */
export function textOf<Value extends string>(): Column<Value, 'required'> {
  return text;
}

export function nullable<Value>({ type, free, encode }: Column<Value, 'required'>): Column<Value, 'optional'> {
  return { type, free, encode, kind: 'optional' };
}

function column<Value>(type: string, free: boolean, encode: (value: Value) => string): Column<Value, 'required'> {
  return { type, kind: 'required', free, encode };
}

/** Postgres takes neither NUL nor half a surrogate pair; what an outsider wrote must not stop a projection. */
function storable(value: string): string {
  return unstorable.test(value) ? value.replaceAll(everyUnstorable, '\uFFFD') : value;
}

function storableValue(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? storable(value) : value;
}
