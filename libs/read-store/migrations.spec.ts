import { afterEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';
import { openDatabase } from './database.js';
import { migrate } from './migrations.js';

describe('migrate', () => {
  let test: TestDatabase;
  afterEach(() => test.drop());

  it('is safe when several processes do it at once', async () => {
    test = await createTestDatabase();
    await sql`drop schema engine cascade`.execute(test.database);
    await sql`drop schema read cascade`.execute(test.database);
    const others = Array.from({ length: 6 }, () => openDatabase({ url: test.url }));
    await Promise.all(others.map((database) => migrate(database)));
    await Promise.all(others.map((database) => database.close()));
    const { rows } = await sql`select name from engine.kysely_migration`.execute(test.database);
    expect(rows).toEqual([{ name: '0001-engine-tables' }]);
  });
});
