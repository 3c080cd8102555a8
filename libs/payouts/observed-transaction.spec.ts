import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { money } from '../money/money.js';
import { differences } from './observed-transaction.js';
import { request, usdt } from './payout.fixtures.js';
import { observed } from './payout-commands.fixtures.js';

const startedAt = new Date('2026-01-05T12:00:00.000Z');
const differ = (changes: Parameters<typeof observed>[1] = {}, asked = request) =>
  differences(observed('tx-1', { createdAt: startedAt, ...changes }), asked, { startedAt });
const before = (ms: number) => ({ createdAt: new Date(startedAt.getTime() - ms) });

describe('S-14 INV-P6 in what a pulled transaction differs from the request', () => {
  it('in nothing, when it is what was asked for', () => expect(differ()).toEqual([]));

  it('in the wallet', () => expect(differ({ providerWalletId: 'provider-wallet-2' })).toEqual(['wallet']));

  it('in the amount, by one minor unit already', () => {
    const { minor } = request.amount;
    expect(differ({ amount: money(usdt, minor + 1n) })).toEqual(['amount']);
    expect(differ({ amount: money(usdt, minor - 1n) })).toEqual(['amount']);
  });

  it('in the amount, when the same numeral is of another token, chain or precision (BlockFi 2021)', () => {
    const { minor } = request.amount;
    for (const change of [{ token: 'USDC' }, { chain: 'ethereum' as const }, { decimals: 18 }])
      expect(differ({ amount: money({ ...usdt, ...change }, minor) })).toEqual(['amount']);
  });

  it('in the amount, for any other amount', () =>
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (minor) =>
        expect(differ({ amount: money(usdt, minor) })).toEqual(minor === request.amount.minor ? [] : ['amount']),
      ),
    ));

  it('in the destination, by the case of one letter where case belongs to the address', () => {
    const wrongCase = request.destination.replace('x', 'X');
    expect(wrongCase).not.toBe(request.destination);
    expect(differ({ destination: wrongCase })).toEqual(['destination']);
  });

  it('not by case where it only carries a checksum', () => {
    const destination = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
    const amount = money({ token: 'ETH', chain: 'ethereum', decimals: 18 }, 1n);
    const asked = { ...request, destination, amount };
    expect(differ({ destination: destination.toLowerCase(), amount }, asked)).toEqual([]);
  });

  it('F1.12 in its age, beyond what clocks may differ by', () => {
    expect(differ(before(5 * 60_000))).toEqual([]);
    expect(differ(before(5 * 60_000 + 1))).toEqual(['created-before-attempt']);
  });

  it('in several at once', () =>
    expect(differ({ providerWalletId: 'w', destination: 'd', ...before(1e9) })).toEqual([
      'wallet',
      'destination',
      'created-before-attempt',
    ]));

  it('not by its note, which anybody can edit', () => expect(differ({ note: 'edited' })).toEqual([]));
});
