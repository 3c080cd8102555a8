import { describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { ExportColumn } from '#libs/read-store/export-pages.js';
import { instant, moneyColumns } from './export-dataset.js';

/** The cells that a column makes of these texts of Postgres, one after the other. */
function cellsOf(column: ExportColumn | undefined, ...texts: readonly string[]): readonly string[] {
  return texts.map((text) => column?.cell?.(text) ?? text);
}

describe('RS-01 a cell of an export', () => {
  it.each([
    ['1767614407.089', '2026-01-05T12:00:07.089Z'],
    ['1767614407', '2026-01-05T12:00:07.000Z'],
    ['1767614407.1', '2026-01-05T12:00:07.100Z'],
    ['1767614407.999', '2026-01-05T12:00:07.999Z'],
    ['0', '1970-01-01T00:00:00.000Z'],
    ['1.001', '1970-01-01T00:00:01.001Z'],
    ['-0.001', '1969-12-31T23:59:59.999Z'],
    ['253402300799.999', '9999-12-31T23:59:59.999Z'],
  ])('is of %s seconds the instant %s', (seconds, expected) =>
    expect(cellsOf(instant('at', sql`now()`), seconds)).toEqual([expected]),
  );

  it('is each row’s own, when rows next to each other are of one moment, and columns side by side of others', () => {
    const [first, second] = ['1767614407.089', '1767614408.5'];
    const [a, b] = ['2026-01-05T12:00:07.089Z', '2026-01-05T12:00:08.500Z'];
    const [recorded, effective] = [instant('recorded_at', sql`now()`), instant('effective_at', sql`now()`)];
    expect(cellsOf(recorded, first, first, second, second, first)).toEqual([a, a, b, b, a]);
    const pairs = [first, first, second].map((text) => [...cellsOf(recorded, text), ...cellsOf(effective, second)]);
    expect(pairs).toEqual([
      [a, b],
      [a, b],
      [b, b],
    ]);
  });

  it.each([
    ['1500000 USDT@tron/6', '1.5'],
    ['-1500000 USDT@tron/6', '-1.5'],
    ['-1 USDT@tron/6', '-0.000001'],
    ['0 USDT@tron/6', '0'],
    ['1 ETH@ethereum/18', '0.000000000000000001'],
    ['-123456789012345678901234567890 ETH@ethereum/18', '-123456789012.34567890123456789'],
    ['-5 EUR@fiat/2', '-0.05'],
  ])('is of %j the exact decimal %s', (text, expected) => {
    const amount = moneyColumns(sql`asset`, sql`minor`).find(({ name }) => name === 'amount');
    expect(cellsOf(amount, text)).toEqual([expected]);
  });

  it('names an asset by its token, its chain and its decimals; minor units stay as they are', () => {
    const columns = moneyColumns(sql`asset`, sql`minor`);
    const made = ['token', 'chain', 'decimals'].map((wanted) =>
      cellsOf(
        columns.find(({ name }) => name === wanted),
        'USDT@ethereum-sepolia/6',
      ),
    );
    expect(made).toEqual([['USDT'], ['ethereum-sepolia'], ['6']]);
    expect(columns.find(({ name }) => name === 'amount_minor')?.cell).toBeUndefined();
  });
});
