import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { projections } from '#projections/registry.js';
import { generatedTablesFile, generateTables } from '#test/support/generate-tables.js';
import { createTestDatabase } from '#test/support/postgres.js';

describe('generated kysely types', () => {
  it('are those of the migrations and projections as they are now (else: npm run generate:tables)', async () => {
    const test = await createTestDatabase();
    const generated = await generateTables(test, projections);
    await test.drop();
    expect(await readFile(generatedTablesFile, 'utf8')).toBe(generated);
  });
});
