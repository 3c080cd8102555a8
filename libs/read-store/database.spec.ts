import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';
import { minorOf, openDatabase } from './database.js';

describe('openDatabase', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(() => test.drop());

  it('returns amounts and counters exactly, as text', async () => {
    const largest = 10n ** 78n - 1n;
    const { rows } = await sql<{ amount: string; count: string; day: string }>`
      select ${largest.toString()}::numeric(78,0) as amount, 9007199254740993::int8 as count, date '2025-03-30' as day`.execute(
      test.database,
    );
    expect(rows).toEqual([{ amount: largest.toString(), count: '9007199254740993', day: '2025-03-30' }]);
    expect(minorOf(rows[0]?.amount ?? '')).toBe(largest);
  });

  it('cancels a statement that takes too long', async () => {
    const hasty = openDatabase({ url: test.url, statementMsMax: 50 });
    await expect(sql`select pg_sleep(5)`.execute(hasty)).rejects.toThrow('statement timeout');
    await hasty.close();
  });

  it('survives the loss of its idle connections', async () => {
    const lost: string[] = [];
    const other = openDatabase({
      url: test.url,
      connectionsMax: 1,
      onConnectionLost: ({ message }) => lost.push(message),
    });
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(other);
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(test.database);
    while (lost.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await expect(sql`select 1 as one`.execute(other)).resolves.toMatchObject({ rows: [{ one: 1 }] });
    await other.close();
  });
});
