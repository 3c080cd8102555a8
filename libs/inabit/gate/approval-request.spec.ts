import { describe, expect, it } from '@jest/globals';
import { asset } from '../testing/gateway.js';
import { noVerdict, verdict } from './approval-reply.js';
import { parseApprovalRequest } from './approval-request.js';

/** The documented body and more, as the approver sends it (fact sheet §5.5). */
const documented: Record<string, string> = {
  createTime: '"2026-01-05T10:00:00.000Z"',
  transactionId: '"cl-tx"',
  transactionType: '"Withdrawal"',
  initiatorId: '"cl-admin"',
  initiatorName: '"API Admin"',
  organizationId: '"cl-org"',
  policyRuleId: '"cl-rule"',
  walletId: '"cl-wallet"',
  walletAddress: '"TFrom"',
  network: '"TRON"',
  to: '"TTo"',
  coin: '"USDT"',
  amount: '12.5',
  baseCurrencyCode: '"USD"',
  baseCurrencyRate: '"1"',
  baseCurrencyAmount: '12.5',
};

function body(changes: Record<string, string | undefined> = {}): string {
  const entries = Object.entries({ ...documented, ...changes }).filter(([, text]) => text !== undefined);
  return `{${entries.map(([name, text]) => `"${name}":${text}`).join(',')}}`;
}

describe('F4 the approver’s request', () => {
  it('is normalised', () => {
    expect(parseApprovalRequest(body())).toMatchObject({
      ok: true,
      request: {
        transactionId: 'cl-tx',
        transactionType: 'Withdrawal',
        initiatorId: 'cl-admin',
        organizationId: 'cl-org',
        walletIds: ['cl-wallet'],
        to: 'TTo',
        coin: 'USDT',
        network: 'TRON',
        asset: asset('USDT@tron'),
        amount: '12.5',
        createdAt: new Date('2026-01-05T10:00:00.000Z'),
        extras: [],
        body: { initiatorName: 'API Admin', policyRuleId: 'cl-rule' },
      },
    });
  });

  it.each([
    ['12.50', '12.5'],
    ['6.73e-6', '0.00000673'],
    ['1.000000000000000001', '1.000000000000000001'],
    ['90071992547409931', '90071992547409931'],
  ])('F3.13 the amount %s is exactly %s', (literal, amount) => {
    expect(parseApprovalRequest(body({ amount: literal }))).toMatchObject({ request: { amount } });
  });

  it.each([
    ['several wallets', { walletId: '["a","b"]' }, { walletIds: ['a', 'b'], extras: ['batch'] }],
    ['one wallet in a list', { walletId: '["a"]', walletAddress: '["T"]' }, { walletIds: ['a'], extras: ['batch'] }],
    ['an off-ramp', { offrampDetails: '{"iban":"DE"}' }, { extras: ['off-ramp'] }],
    ['a swap', { swapDetails: '{"id":"s"}' }, { extras: ['swap'] }],
    ['a memo', { memo: '"7"' }, { extras: ['memo'] }],
    ['data', { data: '{"a":1}' }, { extras: ['data'] }],
    ['empty extras', { memo: '""', offrampDetails: 'null' }, { extras: [] }],
    ['a network we do not know', { network: '"TON"' }, { asset: undefined, network: 'TON' }],
    ['a coin we do not know', { coin: '"DOGE"' }, { asset: undefined, coin: 'DOGE' }],
    ['a field nobody has named', { risk: '{"score":0.1}' }, { body: { risk: expect.anything() } }],
  ])('F3.8 takes %s', (_, changes, request) => {
    expect(parseApprovalRequest(body(changes))).toMatchObject({ ok: true, request });
  });

  it.each([
    ['transactionId', undefined],
    ['transactionId', '""'],
    ['transactionId', '7'],
    ['amount', '"12.5"'],
    ['amount', 'null'],
    ['walletId', '[]'],
    ['walletId', '[1]'],
    ['to', '["T"]'],
    ['network', undefined],
    ['coin', 'null'],
    ['initiatorId', undefined],
    ['createTime', '1767607200000'],
  ])('F3.8 gives no verdict when %s is %s', (field, text) => {
    expect(parseApprovalRequest(body({ [field]: text }))).toMatchObject({
      ok: false,
      problem: 'wrong-shape',
      fields: [expect.stringContaining(field)],
    });
  });

  it.each(['', 'x', '[]', '"text"', body({ amount: '1,"amount":2' }), '['.repeat(60_000)])(
    'cannot read %.20s',
    (raw) => {
      expect(parseApprovalRequest(raw)).toEqual({ ok: false, problem: 'unreadable', fields: [] });
    },
  );
});

describe('F4 what the approver understands', () => {
  it('is a verdict, or a status after which it asks again', () => {
    expect([verdict(true), verdict(false), noVerdict('store unavailable')]).toEqual([
      { status: 200, body: { approved: true } },
      { status: 200, body: { approved: false } },
      { status: 503, body: { reason: 'store unavailable' } },
    ]);
  });
});
