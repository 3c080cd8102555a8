import type { Column, Columns } from './column.types.js';

export interface TableIndex<Name extends string = string> {
  readonly on: readonly Name[];
  /** Judged when a batch is written: what stands twice only within one is not seen. */
  readonly unique?: boolean;
  /** A SQL condition, for a partial index. */
  readonly where?: string;
}

/** A table of a projection, declared once: its SQL, its row types and its changes come from here. */
export interface Table<C extends Columns = Columns, Key extends string = string> {
  /** Unique among all projections: queries read it as `read.<name>`. */
  readonly name: string;
  readonly columns: C;
  /** The primary key. */
  readonly key: readonly Key[];
  readonly indexes: readonly TableIndex[];
}

const identifier = /^[a-z][a-z0-9_]{0,47}$/;

/** @throws when a name is no plain SQL identifier, or the key is not made of required columns. */
export function defineTable<const C extends Columns, const Key extends RequiredName<C>>(definition: {
  readonly name: string;
  readonly columns: C;
  readonly key: readonly Key[];
  readonly indexes?: readonly TableIndex<keyof C & string>[];
}): Table<C, Key> {
  const { name, columns, key, indexes = [] } = definition;
  for (const word of [name, ...Object.keys(columns)])
    if (!identifier.test(word)) throw new Error(`${word} is not a plain SQL name`);
  if (key.length === 0) throw new Error(`${name} needs a primary key`);
  return { name, columns, key, indexes };
}

type NameOfKind<C extends Columns, Kind> = {
  [Name in keyof C & string]: C[Name] extends Column<unknown, infer K> ? ([K] extends [Kind] ? Name : never) : never;
}[keyof C & string];
type RequiredName<C extends Columns> = NameOfKind<C, 'required'>;
type OptionalName<C extends Columns> = NameOfKind<C, 'optional'>;
type SumName<C extends Columns> = NameOfKind<C, 'sum'>;
type ValueOf<Col> =
  Col extends Column<infer Value, infer Kind> ? ('optional' extends Kind ? Value | null : Value) : never;

/** The primary key of a row. */
export type KeyOf<T extends Table> = { readonly [Name in T['key'][number]]: ValueOf<T['columns'][Name]> };
/** Everything that a new row needs besides its key, and everything it may have. */
export type ValuesOf<T extends Table> = {
  readonly [Name in Exclude<RequiredName<T['columns']>, T['key'][number]>]: ValueOf<T['columns'][Name]>;
} & {
  readonly [Name in OptionalName<T['columns']> | SumName<T['columns']>]?: ValueOf<T['columns'][Name]>;
};
export type RowOf<T extends Table> = KeyOf<T> & ValuesOf<T>;
/** What may change in a row that exists. */
export type PatchOf<T extends Table> = {
  readonly [Name in Exclude<keyof T['columns'] & string, T['key'][number]>]?: ValueOf<T['columns'][Name]>;
};
export type IncrementsOf<T extends Table> = { readonly [Name in SumName<T['columns']>]?: bigint };
