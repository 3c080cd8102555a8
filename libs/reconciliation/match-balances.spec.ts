import { describe, expect, it } from '@jest/globals';
import { matchBalances, type BalanceLine } from './match-balances.js';
import { now, usdt } from './reconciliation.fixtures.js';

const line = (changes: Partial<BalanceLine>): BalanceLine => ({
  walletId: 'wal_acme',
  asset: usdt,
  booked: 5_000_000n,
  leaving: 0n,
  arriving: 0n,
  reported: '5',
  ...changes,
});
const find = (changes: Partial<BalanceLine>) => matchBalances([line(changes)], now);

describe('RS-09 INV-R2 the balance that the provider reports', () => {
  it.each([
    ['is ours', {}],
    ['is ours less what is leaving', { reported: '3', leaving: 2_000_000n }],
    ['is ours and what is arriving', { reported: '7', arriving: 2_000_000n }],
    ['is nothing where we have nothing', { booked: 0n, reported: undefined }],
  ])('%s: no break', (_, changes) => expect(find(changes)).toEqual([]));

  it.each([
    ['is too small', { reported: '4.999999' }, 'critical', '-0.000001'],
    ['is too large', { reported: '5.000001' }, 'high', '0.000001'],
    ['is further off than what is leaving', { reported: '2', leaving: 2_000_000n }, 'critical', '-3'],
    ['is more, though much is leaving', { reported: '6', leaving: 2_000_000n }, 'high', '1'],
    ['is less, though much is arriving', { reported: '4', arriving: 2_000_000n }, 'critical', '-1'],
    ['is not there', { reported: undefined }, 'critical', '-5'],
    ['is in a wallet where we have nothing', { booked: 0n, reported: '1' }, 'high', '1'],
    ['has more decimals than the asset', { reported: '5.0000001' }, 'high', undefined],
  ] as const)('%s: a drift', (_, changes, severity, difference) =>
    expect(find(changes)).toMatchObject([
      { kind: 'balance-drift', severity, ...(difference && { difference }), subject: { walletId: 'wal_acme' } },
    ]),
  );
});
