import { describe, expect, it } from '@jest/globals';
import { money } from '../money/money.js';
import type { ApprovalQuestion } from './approval-question.js';
import { checkWithdrawal, type PulledWithdrawal } from './withdrawal-check.js';

const usdt = { token: 'USDT', chain: 'tron', decimals: 6 } as const;
const amount = money(usdt, 12_500_000n);
const destination = 'TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW';
const otherDestination = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
const createdAt = new Date('2026-01-05T12:00:00.000Z');

const question: ApprovalQuestion = {
  providerId: 'tx-1',
  transactionType: 'Withdrawal',
  initiatorId: 'api-admin',
  walletIds: ['wallet-1'],
  to: destination,
  asset: usdt,
  amount,
  extras: [],
};
const pulled: PulledWithdrawal = {
  transactionType: 'Withdrawal',
  initiatorId: 'api-admin',
  providerWalletId: 'wallet-1',
  amount,
  destination,
  createdAt,
  note: 'live-po_1-1',
};
const check = (asked: Partial<ApprovalQuestion> = {}, seen: Partial<PulledWithdrawal> = {}) =>
  checkWithdrawal({ ...question, ...asked }, { ...pulled, ...seen }, 'api-admin');

describe('F4.1 a withdrawal that may be one of ours', () => {
  it('is plausible, with what was pulled', () =>
    expect(check()).toEqual({
      result: 'plausible',
      observed: {
        providerId: 'tx-1',
        providerWalletId: 'wallet-1',
        amount,
        destination,
        initiatorId: 'api-admin',
        createdAt,
        note: 'live-po_1-1',
      },
    }));

  it('takes from the callback only what the pull does not say', () => {
    const silent = { transactionType: undefined, initiatorId: undefined, destination: undefined };
    expect(check({}, silent)).toEqual(check());
    expect(check({ to: otherDestination }, silent)).toMatchObject({ observed: { destination: otherDestination } });
  });

  it('does not mind a list of one wallet, a memo or data, which the provider may add', () =>
    expect(check({ extras: ['batch', 'memo', 'data'] })).toEqual(check()));

  it('does not mind the case of words and of addresses that have none', () => {
    const ethereum = money({ token: 'USDT', chain: 'ethereum', decimals: 6 }, 1n);
    const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
    const asked = { transactionType: 'WITHDRAWAL', to: address.toLowerCase(), amount: ethereum };
    expect(check(asked, { destination: address, amount: ethereum, transactionType: 'withdrawal' })).toMatchObject({
      result: 'plausible',
    });
  });
});

describe('F4.6 S-17 a withdrawal that is certainly foreign', () => {
  it.each([
    ['swaps', { transactionType: 'Swap' }, { transactionType: 'Swap' }, 'type-not-allowed: Swap'],
    ['swaps by its pull alone', {}, { transactionType: 'Swap' }, 'type-not-allowed: Swap'],
    ['was initiated by somebody else', {}, { initiatorId: 'mallory' }, 'initiator-is-not-our-api-user'],
  ] as const)('%s: is foreign', (_, asked, seen, reason) =>
    expect(check(asked, seen)).toEqual({ result: 'foreign', reason }),
  );
});

describe('§2.3 rule 4 a withdrawal of which callback and pull say different things', () => {
  it.each([
    ['the wallet', { walletIds: ['wallet-2'] }, 'callback-and-pull-differ: wallet'],
    ['the amount', { amount: money(usdt, 12_500_001n) }, 'callback-and-pull-differ: amount'],
    ['the asset', { amount: money({ ...usdt, chain: 'ethereum' }, 12_500_000n) }, 'callback-and-pull-differ: amount'],
    ['an amount that nobody knows', { amount: undefined }, 'callback-and-pull-differ: amount'],
    ['the destination', { to: otherDestination }, 'callback-and-pull-differ: destination'],
    ['the type', { transactionType: 'OffRamp' }, 'callback-and-pull-differ: type'],
    ['the initiator', { initiatorId: 'mallory' }, 'callback-and-pull-differ: initiator'],
    ['several wallets', { walletIds: ['wallet-1', 'wallet-2'] }, 'callback-and-pull-differ: several wallets'],
    ['a bank account', { extras: ['memo', 'off-ramp'] }, 'callback-and-pull-differ: off-ramp'],
    ['a swap', { extras: ['swap'] }, 'callback-and-pull-differ: swap'],
    ['no wallet', { walletIds: [] }, 'callback-and-pull-differ: several wallets'],
  ] as const)('%s: is a doubt, never a no', (_, asked, reason) =>
    expect(check(asked)).toEqual({ result: 'doubt', reason }),
  );

  it.each([
    ['type', { transactionType: 'OffRamp' }, { transactionType: undefined }],
    ['initiator', { initiatorId: 'mallory' }, { initiatorId: undefined }],
  ] as const)(
    'F4.6 is a doubt when only the callback, which anybody can forge, says another %s',
    (field, asked, seen) =>
      expect(check(asked, seen)).toEqual({ result: 'doubt', reason: `callback-and-pull-differ: ${field}` }),
  );
});
