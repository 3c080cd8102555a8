import { describe, expect, it } from '@jest/globals';
import { money } from '../money/money.js';
import type { ApprovalQuestion } from './approval-question.js';
import { checkSwap, type PulledSwap } from './swap-check.js';

const usdt = { token: 'USDT', chain: 'tron', decimals: 6 } as const;
const amount = money(usdt, 12_500_000n);
const question: ApprovalQuestion = {
  providerId: 'tx-1',
  transactionType: 'Swap',
  initiatorId: 'api-admin',
  walletIds: ['wallet-1'],
  to: 'TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW',
  asset: usdt,
  amount,
  extras: [],
};
const seen: PulledSwap = {
  initiatorId: 'api-admin',
  providerWalletId: 'wallet-1',
  amount,
  toToken: 'USDC',
  createdAt: new Date('2026-01-05T12:00:00.000Z'),
  note: 'live-sw_1-1',
};
const check = (asked: Partial<ApprovalQuestion> = {}, pulled: Partial<PulledSwap> = {}) =>
  checkSwap({ ...question, ...asked }, { ...seen, ...pulled }, 'api-admin');

describe('S-14 what can be said of a swap before any of ours is looked at', () => {
  it('is plausible, with what was pulled', () => {
    const { initiatorId: _, ...observed } = seen;
    expect(check()).toEqual({ result: 'plausible', observed: { providerId: 'tx-1', ...observed } });
    expect(check({}, { initiatorId: undefined })).toEqual(check());
  });

  it('is foreign only when the pull itself shows somebody else', () =>
    expect(check({}, { initiatorId: 'erik' })).toEqual({ result: 'foreign', reason: 'initiator-is-not-our-api-user' }));

  it.each<[string, Partial<ApprovalQuestion>]>([
    ['type', { transactionType: 'Withdrawal' }],
    ['initiator', { initiatorId: 'erik' }],
    ['several wallets', { walletIds: ['wallet-1', 'wallet-2'] }],
    ['wallet', { walletIds: ['wallet-2'] }],
    ['amount', { amount: money(usdt, 12_500_001n) }],
    ['amount', { amount: undefined }],
  ])('F4.6 is in doubt when the callback has another %s', (field, asked) =>
    expect(check(asked)).toEqual({ result: 'doubt', reason: `callback-and-pull-differ: ${field}` }),
  );

  it('is in doubt when the pull does not show what comes out', () =>
    expect(check({}, { toToken: undefined })).toEqual({ result: 'doubt', reason: 'to-token-not-shown' }));
});
