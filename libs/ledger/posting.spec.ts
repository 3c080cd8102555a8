import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { money } from '../money/money.js';
import { usdt } from './account.fixtures.js';
import { available, external, reserved, type AccountName } from './account-name.js';
import { posting, postingsField } from './posting.js';

const one = money(usdt, 1n);

const stored = (from: string, to = 'external:tron', amount: unknown = { minor: '1', asset: 'USDT@tron/6' }) => [
  { from, to, amount },
];

describe('INV-L1 a posting', () => {
  it('moves one amount from one account to another, so it cannot be unbalanced', () =>
    expect(posting(external('tron'), available('wal_1'), one)).toEqual({
      from: 'external:tron',
      to: 'wallet:wal_1:available',
      amount: one,
    }));

  it.each([0n, -1n])('does not move %s', (minor) =>
    expect(() => posting(external('tron'), available('wal_1'), money(usdt, minor))).toThrow(RangeError),
  );

  it('does not move money from an account to itself', () =>
    expect(() => posting(reserved('wal_1'), reserved('wal_1'), one)).toThrow(RangeError));
});

describe('postings in the log', () => {
  const names: readonly AccountName[] = [
    available('wal_1'),
    reserved('0b7e-4.x'),
    'wallet:wal_1:incoming',
    external('ethereum-sepolia'),
    'fees:network',
    'transit:tr_1',
    'swap:sw_1',
    'suspense:unlinked',
    'receivable:wal_1',
  ];

  it.each(names)('names %s', (name) => {
    const postings = [posting(name, external('tron'), one)];
    expect(z.decode(postingsField, z.encode(postingsField, postings))).toEqual(postings);
  });

  it.each(['', 'wallet', 'wallet:', 'wallet:a b:available', 'wallet:w:gone', 'Wallet:w', ':w', 'wallet:w:available:x'])(
    'refuses the account name %j',
    (name) => expect(postingsField.safeParse(stored(name)).success).toBe(false),
  );

  it('refuses a posting with more or less to it', () => {
    const [good] = stored('wallet:w:available');
    expect(postingsField.safeParse([good]).success).toBe(true);
    expect(postingsField.safeParse([{ ...good, fee: '1' }]).success).toBe(false);
    expect(postingsField.safeParse([{ ...good, to: undefined }]).success).toBe(false);
    expect(
      postingsField.safeParse(stored('wallet:w:available', 'external:tron', { minor: 1, asset: 'USDT@tron/6' }))
        .success,
    ).toBe(false);
  });
});
