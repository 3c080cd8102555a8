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

export type Columns = Readonly<Record<string, Column<unknown>>>;

export const text: Column<string, 'required'> = column('text', true, storable);
export const uuid: Column<string, 'required'> = column('uuid', true, (value) => value);
/** A calendar day, `2025-03-30`. */
export const day: Column<string, 'required'> = column('date', true, (value) => value);
export const instant: Column<Date, 'required'> = column('timestamptz', true, isoText);
export const flag: Column<boolean, 'required'> = column('boolean', false, (value) => (value ? 't' : 'f'));
export const integer: Column<number, 'required'> = column('integer', false, (value) => value.toString());
/** A revision, a sequence number, one half of a position. */
export const bigInteger: Column<bigint, 'required'> = column('numeric(20,0)', false, (value) => value.toString());
/** An amount in minor units, as wide as 2^256; its asset belongs in a column beside it. */
export const amount: Column<bigint, 'required'> = column('numeric(78,0)', false, (value) => value.toString());
export const json: Column<JsonValue, 'required'> = column('jsonb', true, (value) => storableJson(value));
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

/** Postgres takes no NUL, and what an outsider wrote must not stop a projection. */
function storable(value: string): string {
  return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
}

/** Nor does it take half a surrogate pair in JSON. In a text that is replaced on the way, as UTF-8 has no such thing. */
function storableJson(value: JsonValue): string {
  const plain = JSON.stringify(value);
  if (!plain.includes('\\u')) return plain;
  return JSON.stringify(value, (_name, item: unknown) =>
    typeof item === 'string' ? item.replaceAll(/[\0\p{Surrogate}]/gu, '\uFFFD') : item,
  );
}

/** The rows of an event share its dates, and formatting one is what costs most in a row. */
const dateTexts = new Map<number, string>();
const dateTextsMax = 1_000;

function isoText(date: Date): string {
  const time = date.getTime();
  let iso = dateTexts.get(time);
  if (iso === undefined) {
    if (dateTexts.size >= dateTextsMax) dateTexts.clear();
    iso = date.toISOString();
    dateTexts.set(time, iso);
  }
  return iso;
}
