import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';
import { exportPages, type ExportQuery, type ExportRow } from './export-pages.js';

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
}, 60_000);
afterAll(() => test.drop());

/** Many rows share the first column of the key. */
const query: ExportQuery = {
  columns: [
    { name: 'name', kind: 'text', value: sql`n.name` },
    { name: 'place', kind: 'position', value: sql`n.place` },
    { name: 'shout', kind: 'text', value: sql`nullif(n.name, 'A0')`, cell: (text) => `${text}!` },
  ],
  from: sql`(select nth / 4 as place, chr(65 + (nth * 7) % 26) || nth as name from generate_series(0, 40) as nth) n`,
  where: sql`n.place < 9`,
  key: [
    { name: 'place', order: sql`n.place`, type: 'int' },
    { name: 'name', order: sql`n.name collate "C"`, type: 'text' },
  ],
};

async function all(pageRows: number): Promise<ExportRow[]> {
  const rows: ExportRow[] = [];
  for await (const page of exportPages(test.database, query, pageRows)) rows.push(...page);
  return rows;
}

describe('RS-01 rows of an export', () => {
  it('are the same however they are paged, each once, in the order of their key', async () => {
    const whole = await all(1_000);
    expect(whole).toHaveLength(36);
    const inOrder = whole.toSorted(([a, x], [b, y]) => Number(x) - Number(y) || (String(a) < String(b) ? -1 : 1));
    expect(whole).toEqual(inOrder);
    for (const pageRows of [1, 2, 3, 5, 36, 37]) expect(await all(pageRows)).toEqual(whole);
  });

  it('hold the cells that are made here, and nothing where there is nothing', async () => {
    const rows = await all(3);
    expect(rows.map(([, , shout]) => shout)).toEqual(rows.map(([name]) => (name === 'A0' ? null : `${name}!`)));
    expect(rows.filter(([, , shout]) => shout === null)).toHaveLength(1);
  });

  it('need no more pages than are asked for', async () => {
    for await (const page of exportPages(test.database, query, 2)) {
      expect(page).toHaveLength(2);
      break;
    }
  });
});
