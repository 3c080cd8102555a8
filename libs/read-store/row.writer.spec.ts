import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  array,
  assert,
  asyncProperty,
  bigInt,
  boolean,
  date,
  integer,
  jsonValue,
  option,
  record,
  string,
  uuid,
} from 'fast-check';
import type { JsonValue } from '#libs/decider/json.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';
import { ChangeFold } from './change.fold.js';
import { insert, upsert, type Change } from './changes.js';
import {
  amount,
  bigInteger,
  day,
  flag,
  instant,
  integer as int,
  json,
  nullable,
  sum,
  text,
  uuid as id,
} from './column.types.js';
import { writeRows } from './row.writer.js';
import { defineTable, type RowOf } from './table.definition.js';
import { createTables } from './table.sql.js';

const everything = defineTable({
  name: 'everything',
  columns: {
    n: int,
    words: text,
    note: nullable(text),
    total_minor: amount,
    position: bigInteger,
    running_minor: sum,
    at: instant,
    yes: flag,
    on_day: nullable(day),
    event_id: id,
    body: nullable(json),
  },
  key: ['n'],
  indexes: [{ on: ['note'] }],
});
type Row = RowOf<typeof everything>;

const anyText = string({ unit: 'binary', maxLength: 12 });
const nasty = ['', 'NULL', '\\N', '\\', '"', '{"a"}', 'a\tb\nc\rd', "'", '\0x', '\ud800', '😀', '\\.'];
const rows = array(
  record({
    words: anyText,
    note: option(anyText),
    total_minor: bigInt(-(10n ** 78n) + 1n, 10n ** 78n - 1n),
    position: bigInt(0n, 2n ** 64n - 1n),
    at: date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
    yes: boolean(),
    event_id: uuid(),
    body: option(jsonValue({ maxDepth: 2 })),
  }),
  { minLength: 1, maxLength: 20 },
);

describe('writeRows', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
    const client = await test.database.pool.connect();
    for (const statement of ['create schema s', ...createTables('s', [everything])]) await client.query(statement);
    client.release();
  });
  afterAll(() => test.drop());

  /** What comes back after these changes to an empty table. */
  async function written(changes: readonly Change[]): Promise<Record<string, unknown>[]> {
    const fold = new ChangeFold([everything]);
    fold.apply(changes);
    const client = await test.database.pool.connect();
    try {
      await client.query('truncate s.everything');
      await writeRows(client, 's', fold);
      const result = await client.query<Record<string, unknown>>('select * from s.everything order by n');
      return result.rows;
    } finally {
      client.release();
    }
  }

  it.each([
    ['one by one', 1],
    ['by COPY', 80],
  ])('brings every value into the database and back, %s', async (_way, rowsMin) => {
    const property = asyncProperty(rows, integer({ min: 0, max: 28 }), async (list, dayOfMonth) => {
      const on_day = dayOfMonth === 0 ? null : `2024-02-${String(dayOfMonth).padStart(2, '0')}`;
      const all: Row[] = [];
      for (let n = 0; n < Math.max(list.length, rowsMin); n++) {
        const { body, ...row } = list[n % list.length] ?? fail();
        all.push({
          ...row,
          n,
          words: nasty[n] ?? row.words,
          body: n < nasty.length ? [nasty[n] ?? ''] : (body as JsonValue),
          on_day,
          running_minor: 5n,
        });
      }
      expect(await written(all.map((row) => insert(everything, row)))).toEqual(all.map(asRead));
      const upserts = all.slice(0, 5).map(({ n, ...values }) => upsert(everything, { n }, values));
      expect(await written(upserts)).toEqual(all.slice(0, 5).map(asRead));
    });
    await assert(property, { numRuns: 8 });
  });

  it('gives a row that lacks values nulls and zeros', async () => {
    const row = { n: 1, words: '', total_minor: 0n, position: 0n, at: new Date(0), yes: true, event_id: someId };
    expect(await written([insert(everything, row)])).toEqual([
      asRead({ ...row, note: null, on_day: null, body: null, running_minor: 0n }),
    ]);
  });
});

const someId = '00000000-0000-4000-8000-000000000000';

/** As the driver returns it: exact numbers as text, and what Postgres cannot store replaced. */
function asRead(row: Row): Record<string, unknown> {
  const { total_minor, position, running_minor = 0n, words, note = null, body = null } = row;
  return {
    ...row,
    words: storable(words),
    note: note === null ? null : storable(note),
    total_minor: `${total_minor}`,
    position: `${position}`,
    running_minor: `${running_minor}`,
    body:
      body === null
        ? null
        : JSON.parse(JSON.stringify(body, (_, value) => (typeof value === 'string' ? storable(value) : value))),
  };
}

function storable(value: string): string {
  return value.replaceAll(/[\0\p{Surrogate}]/gu, '\uFFFD');
}

function fail(): never {
  throw new Error('No rows');
}
