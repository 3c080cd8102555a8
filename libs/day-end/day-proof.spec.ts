import { describe, expect, it } from '@jest/globals';
import {
  available,
  external,
  fees,
  incoming,
  receivable,
  swapAccount,
  type AccountName,
} from '../ledger/account-name.js';
import type { AccountEvent } from '../ledger/account.events.js';
import { posting } from '../ledger/posting.js';
import { storedAsset } from '../money/asset.js';
import { money, type Money } from '../money/money.js';
import type { SwapEvent, SwapRequest } from '../swaps/swap.events.js';
import { dayProof, ProofLines, type DayProof } from './day-proof.js';
import { ProviderReferences } from './provider-references.js';

const usdt = storedAsset('USDT@tron/6');
const usdc = storedAsset('USDC@ethereum/6');
const trx = storedAsset('TRX@tron/6');
const wallet = available('w');
const now = new Date('2026-05-18T12:00:00Z');

function debit(to: AccountName, amount: Money, reason: 'network-fee' | 'correction', shortfall = 0n): AccountEvent {
  const paid = posting(wallet, to, money(amount.asset, amount.minor - shortfall));
  const owed = shortfall > 0n ? [posting(receivable('acme'), to, money(amount.asset, shortfall))] : [];
  const data = { walletId: 'w', amount, reason, reference: 'r', evidence: 'e', postings: [paid, ...owed] };
  return { type: 'AccountDebited', data: { ...data, debitedAt: now } };
}

function moved(from: AccountName, to: AccountName, amount: Money): AccountEvent {
  const data = { walletId: 'w', amount, reason: 'swap-in', reference: 'r', evidence: 'e' } as const;
  return { type: 'AccountCredited', data: { ...data, postings: [posting(from, to, amount)], creditedAt: now } };
}

function swapOf(fee: Money | undefined): readonly SwapEvent[] {
  const request = { swapId: 'sw_1', amount: money(usdt, 100n) } as unknown as SwapRequest;
  const settled = { swapId: 'sw_1', providerId: 'tx-1', output: money(usdc, 99n), fee, evidence: 'e', settledAt: now };
  return [
    { type: 'SwapRequested', data: request },
    { type: 'SwapSettled', data: settled },
  ];
}

interface Booked {
  readonly cause: string;
  readonly event: AccountEvent;
}

function proofOf(booked: readonly Booked[], referenced: readonly SwapEvent[] = []): DayProof {
  const [lines, references] = [new ProofLines(), new ProviderReferences(false)];
  for (const { cause, event } of booked) lines.book(cause, 'account@1', event);
  for (const fact of referenced) for (const effect of references.see(fact)) lines.reference('swap@1', effect);
  return dayProof(lines, new ProofLines(), (cause) => (cause === 'po_1' ? 'tx-2' : references.boundTo(cause)));
}

describe('RS-03 the proof of a day', () => {
  const swap = [
    { cause: 'sw_1', event: moved(wallet, swapAccount('sw_1'), money(usdt, 100n)) },
    { cause: 'sw_1', event: moved(swapAccount('sw_1'), wallet, money(usdc, 99n)) },
  ];

  it('ties a swap in its three assets, the fee also where a part of it is owed', () => {
    const fee = { cause: 'sw_1', event: debit(fees('network'), money(trx, 14n), 'network-fee', 4n) };
    const { differences, tied, totals } = proofOf([...swap, fee], swapOf(money(trx, 14n)));
    expect(differences).toEqual([]);
    expect(tied.map(({ asset, isFee, booked }) => [asset, isFee, booked])).toEqual([
      ['TRX@tron/6', true, -14n],
      ['USDC@ethereum/6', false, 99n],
      ['USDT@tron/6', false, -100n],
    ]);
    expect(totals.every(({ booked, referenced }) => booked === referenced)).toBe(true);
  });

  it('does not mix what a transaction moved with what it cost', () => {
    const { differences } = proofOf(
      [...swap, { cause: 'sw_1', event: debit(fees('network'), money(usdt, 1n), 'network-fee') }],
      swapOf(undefined),
    );
    expect(differences).toMatchObject([{ kind: 'fee-of-a-transaction', asset: 'USDT@tron/6', booked: -1n }]);
  });

  it.each([
    ['fee-of-a-transaction', 'po_1', debit(fees('network'), money(trx, 5n), 'network-fee')],
    ['not-ended-yet', 'po_1', moved(external('tron'), incoming('w'), money(usdt, 5n))],
    ['without-a-transaction', 'wal_1', debit(external('tron'), money(usdt, 5n), 'correction')],
  ])('calls a difference %s, and counts it as explained', (kind, cause, event) => {
    const { differences, totals } = proofOf([{ cause, event }]);
    expect(differences.map((difference) => difference.kind)).toEqual([kind]);
    expect(totals.map(({ booked, referenced, explained }) => booked - referenced - explained)).toEqual([0n]);
  });

  it('leaves unexplained what differs from the transaction', () => {
    const wrong = { cause: 'sw_1', event: debit(external('tron'), money(usdt, 1n), 'correction') };
    const { differences, totals } = proofOf([...swap, wrong], swapOf(undefined));
    expect(differences).toMatchObject([{ kind: 'unexplained', cause: 'sw_1', booked: -101n, referenced: -100n }]);
    expect(totals.find(({ asset }) => asset === 'USDT@tron/6')).toMatchObject({ explained: 0n });
  });
});
