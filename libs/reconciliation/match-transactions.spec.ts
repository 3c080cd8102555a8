import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { money } from '../money/money.js';
import { breakIdOf, type LedgerItem, type ProviderItem } from './items.js';
import { matchTransactions } from './match-transactions.js';
import { minutesAgo, now, ours, theirs, trx, usdc, usdt } from './reconciliation.fixtures.js';

const rules = { graceMs: 15 * 60_000, now };
const all = { ours: () => true };
const match = (books: readonly LedgerItem[], provider: readonly ProviderItem[]) =>
  matchTransactions(books, provider, rules, all);
const kindsOf = (books: readonly LedgerItem[], provider: readonly ProviderItem[]) =>
  match(books, provider).findings.map(({ kind, severity }) => `${kind} ${severity}`);

describe('RS-02 INV-R2 books that agree with the provider', () => {
  it('are no break', () =>
    expect(match([ours()], [theirs()])).toMatchObject({ findings: [], matched: 1, expected: 0 }));

  it.each<[string, LedgerItem, ProviderItem[]]>([
    ['what is not bound yet', ours({ providerId: undefined, state: 'open' }), []],
    ['what was rejected before anything was sent', ours({ providerId: undefined, state: 'failed' }), []],
    ['what failed on both sides', ours({ state: 'failed' }), [theirs({ state: 'failed', status: 'Failed' })]],
    ['what is under way on both sides', ours({ state: 'open' }), [theirs({ state: 'open', status: 'Processing' })]],
    ['what we have not heard of for a moment', ours({ state: 'open', since: minutesAgo(5) }), [theirs()]],
    ['what the provider does not show for a moment', ours({ state: 'open', since: minutesAgo(5) }), []],
    ['a second transaction that was refused', ours(), [theirs(), theirs({ providerId: 'tx-2', state: 'failed' })]],
    [
      'a second transaction that is about to be refused',
      ours(),
      [theirs(), theirs({ providerId: 'tx-2', state: 'open', note: `live ${ours().ledgerId} 2`, at: minutesAgo(1) })],
    ],
    ['an address in another spelling of the same', ours({ destination: undefined }), [theirs()]],
    ['a fee that is not booked', ours({ fee: undefined }), [theirs()]],
    ['an amount in another notation', ours(), [theirs({ amount: '1.25E1' })]],
  ])('Expected is not an exception: %s', (_, books, provider) => expect(kindsOf([books], provider)).toEqual([]));
});

describe('RS-02 INV-R2 every kind of break is found and named', () => {
  const second = ours({ ledgerId: 'po_bbbbbbbbbbbbbbbbbbbbbbbbbb' });
  const foreign = theirs({ providerId: 'tx-9', transactionHash: 'hash-9' });
  it.each<[string, LedgerItem[], ProviderItem[]]>([
    ['missing-here critical', [], [foreign]],
    ['missing-here high', [], [theirs({ providerId: 'tx-9', transactionHash: 'h', state: 'open' })]],
    ['missing-there critical', [ours()], []],
    ['missing-there high', [ours({ state: 'open' })], []],
    ['duplicate critical', [ours()], [theirs(), theirs({ providerId: 'tx-2', note: ours().ledgerId })]],
    ['duplicate high', [ours()], [theirs(), theirs({ providerId: 'tx-2', note: ours().ledgerId, state: 'open' })]],
    ['duplicate critical', [ours(), second], [theirs()]],
    ['status critical', [ours()], [theirs({ state: 'failed', status: 'Failed' })]],
    ['status critical', [ours({ state: 'failed' })], [theirs()]],
    ['status high', [ours()], [theirs({ state: 'open', status: 'Processing' })]],
    ['status high', [ours({ state: 'open' })], [theirs()]],
    ['unknown-status medium', [ours()], [theirs({ state: 'unknown', status: 'Quantum' })]],
    ['duplicate high', [ours()], [theirs(), theirs()]],
    ['asset high', [ours()], [theirs({ asset: usdc, assetText: 'USDC on TRON' })]],
    ['asset high', [ours()], [theirs({ asset: undefined, assetText: 'XYZ' })]],
    ['amount critical', [ours()], [theirs({ amount: '12.500001' })]],
    ['amount critical', [ours()], [theirs({ amount: '12.5000001' })]],
    ['output critical', [ours({ output: money(usdc, 1n) })], [theirs({ output: '0.000002' })]],
    ['fee medium', [ours({ fee: money(trx, 1n) })], [theirs()]],
    ['destination critical', [ours()], [theirs({ destination: 'THdaEUCAUL2GqUFbBVDSRg4PyMEKDFdx4v' })]],
    ['transaction-hash medium', [ours()], [theirs({ transactionHash: 'hash-2' })]],
    ['unmatched-deposit high', [], [theirs({ direction: 'in' })]],
  ])('%s', (kind, books, provider) => expect(kindsOf(books, provider)).toEqual([kind]));

  it('says by how much, to the last digit', () => {
    const [finding] = match([ours()], [theirs({ amount: '12.5000009999e0', fee: undefined })]).findings;
    expect(finding).toMatchObject({ expected: '12.5', actual: '12.5000009999e0' });
    const [exact] = match([ours()], [theirs({ amount: '12.499999' })]).findings;
    expect(exact).toMatchObject({ kind: 'amount', expected: '12.5', actual: '12.499999', difference: '-0.000001' });
  });

  it('tells several differences of one pair apart', () =>
    expect(kindsOf([ours()], [theirs({ amount: '1', transactionHash: 'x' })]).toSorted()).toEqual([
      'amount critical',
      'transaction-hash medium',
    ]));
});

describe('pairs are found by id, note and hash', () => {
  it('a transaction that is bound later is the pair of the movement that its note names', () => {
    const open = ours({ providerId: undefined, transactionHash: undefined, state: 'open', since: minutesAgo(1) });
    expect(match([open], [theirs({ note: `live:${open.ledgerId}:1` })])).toMatchObject({ findings: [], matched: 1 });
  });

  it('a deposit is the pair of the movement with its hash', () => {
    const deposit = ours({ kind: 'deposit', providerId: 'other', destination: undefined, fee: undefined });
    expect(match([deposit], [theirs({ direction: 'in', providerId: 'tx-7' })]).findings).toEqual([]);
  });

  it('the bound transaction is the pair, in whatever order they come', () => {
    const provider = [theirs({ providerId: 'tx-2', note: ours().ledgerId }), theirs()];
    for (const each of [provider, provider.toReversed()])
      expect(match([ours()], each).findings).toMatchObject([{ kind: 'duplicate', subject: { providerId: 'tx-2' } }]);
  });
});

describe('INV-R2 whatever the two sides hold', () => {
  const index = fc.integer({ min: 0, max: 9 });
  const state = fc.constantFrom('open' as const, 'completed' as const, 'failed' as const);
  const itemOf = ([n, at, minor]: [number, LedgerItem['state'], bigint]) =>
    ours({
      ledgerId: `po_${String(n).repeat(26)}`,
      providerId: `tx-${n}`,
      transactionHash: `h-${n}`,
      state: at,
      amount: money(usdt, minor),
      fee: undefined,
    });
  const books = fc
    .uniqueArray(fc.tuple(index, state, fc.bigInt(1n, 9n)), { selector: ([n]) => n })
    .map((rows) => rows.map(itemOf));

  it('a provider that tells what the books say is no break, and each that it leaves out is one', () =>
    fc.assert(
      fc.property(books, fc.infiniteStream(fc.boolean()), (all_ours, told) => {
        const kept = all_ours.filter(() => told.next().value === true);
        const provider = kept.map(({ providerId = '', transactionHash, amount, state: at }) =>
          theirs({ providerId, transactionHash, state: at, amount: `0.${amount.minor.toString().padStart(6, '0')}` }),
        );
        const { findings } = match(all_ours, provider);
        const left = all_ours.filter((each) => !kept.includes(each) && each.state !== 'failed');
        expect(findings.map(({ kind }) => kind)).toEqual(left.map(() => 'missing-there'));
        expect(new Set(findings.map(breakIdOf)).size).toBe(left.length);
      }),
    ));
});
