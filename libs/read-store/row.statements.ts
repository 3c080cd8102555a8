import type { RowGroup } from './row.groups.js';
import { arrayLiteral, copyLine, quoteName } from './sql.text.js';
import { assigned, increased, untouched } from './table.fold.js';
import type { CellList, TableLayout } from './table.layout.js';

export interface Statement {
  readonly text: string;
  readonly values: readonly string[];
}

/** A table as the statements see it. */
export interface Target {
  readonly schema: string;
  readonly layout: TableLayout;
}

export function insertStatement(target: Target, { rows }: RowGroup): Statement {
  return insertWith(target, rows, '');
}

export function insertOrIgnoreStatement(target: Target, { rows }: RowGroup): Statement {
  return insertWith(target, rows, `${onConflict(target)} do nothing`);
}

export function upsertStatement(target: Target, { marks, rows }: RowGroup): Statement {
  const sets = assignments(target.layout, marks, 'excluded');
  const then = sets.length === 0 ? 'nothing' : `update set ${sets.join(', ')}`;
  return insertWith(target, rows, `${onConflict(target)} do ${then}`);
}

/** Touches exactly the rows that are there; the count tells whether all of them were. */
export function updateStatement({ schema, layout }: Target, { marks, rows }: RowGroup): Statement {
  const { key } = layout.table;
  const used = layout.names.map((_, index) => index).filter((index) => isUsed(layout, marks, index));
  const [first = ''] = key;
  const sets = [...assignments(layout, marks, 'v'), `${quoteName(first)} = v.${quoteName(first)}`];
  const matches = key.map((name) => `t.${quoteName(name)} = v.${quoteName(name)}`);
  const list = used.map((index) => quoteName(layout.names[index] ?? '')).join(', ');
  return {
    text: `update ${nameOf({ schema, layout })} t set ${sets.join(', ')} from ${unnest(layout, used)} v (${list}) where ${matches.join(' and ')}`,
    values: arrays(layout, used, rows),
  };
}

export function copyStatement({ schema, layout }: Target): string {
  return `copy ${nameOf({ schema, layout })} (${layout.names.map(quoteName).join(', ')}) from stdin`;
}

export function copyText({ columns }: TableLayout, rows: readonly CellList[]): string {
  let lines = '';
  for (const cells of rows) lines += copyLine(columns, cells);
  return lines;
}

function insertWith({ schema, layout }: Target, rows: readonly CellList[], then: string): Statement {
  const all = layout.columns.map((_, index) => index);
  const list = layout.names.map(quoteName).join(', ');
  return {
    text: `insert into ${nameOf({ schema, layout })} as t (${list}) select * from ${unnest(layout, all)} ${then}`,
    values: arrays(layout, all, rows),
  };
}

function assignments({ names }: TableLayout, marks: readonly number[], source: 'excluded' | 'v'): string[] {
  return names.flatMap((name, index) => {
    const column = quoteName(name);
    if (marks[index] === assigned) return [`${column} = ${source}.${column}`];
    return marks[index] === increased ? [`${column} = t.${column} + ${source}.${column}`] : [];
  });
}

function onConflict({ layout }: Target): string {
  return `on conflict (${layout.table.key.map(quoteName).join(', ')})`;
}

function isUsed({ keyIndexes }: TableLayout, marks: readonly number[], index: number): boolean {
  return keyIndexes.includes(index) || (marks[index] ?? untouched) !== untouched;
}

function unnest({ columns }: TableLayout, indexes: readonly number[]): string {
  return `unnest(${indexes.map((index, place) => `$${place + 1}::${columns[index]?.type}[]`).join(', ')})`;
}

function arrays({ columns }: TableLayout, indexes: readonly number[], rows: readonly CellList[]): string[] {
  return columns.flatMap((column, index) =>
    indexes.includes(index)
      ? [
          arrayLiteral(
            column,
            rows.map((cells) => cells[index]),
          ),
        ]
      : [],
  );
}

function nameOf({ schema, layout }: Target): string {
  return `${quoteName(schema)}.${quoteName(layout.table.name)}`;
}
