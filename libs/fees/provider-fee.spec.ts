import { describe, expect, it } from '@jest/globals';
import { fold } from '../decider/decider.js';
import { givenWhenThen } from '../decider/given-when-then.js';
import { stored } from '../decider/laws.fixtures.js';
import { accountDecider } from '../ledger/account.js';
import type { Account } from '../ledger/account.state.js';
import { money, zero } from '../money/money.js';
import { providerFeeCodec, providerFeeStream } from './provider-fee.codec.js';
import type { ProviderFeeCharged } from './provider-fee.events.js';
import {
  charged,
  chargedToOperator,
  chargeFee,
  feeReversed,
  providerFeeFacts,
  reverseFee,
  usdt,
} from './provider-fee.fixtures.js';
import { chargeEntry, providerFeeDecider, reversalEntries, type FeeEntry } from './provider-fee.js';

const { given } = givenWhenThen(providerFeeDecider);

describe('API-28 a fee that the provider charged', () => {
  it('is recorded once for its reference, whoever says it again', () => {
    given().when(chargeFee()).thenFacts(charged);
    given(charged).when(chargeFee()).thenNothing();
    given(charged)
      .when(chargeFee({ by: 'user:bob', evidence: 'statement:7', chargedAt: new Date('2026-03-01') }))
      .thenNothing();
    given(charged, feeReversed).when(chargeFee()).thenNothing();
  });

  it.each([
    ['another amount', { fee: money(usdt, 1n) }],
    ['another wallet', { walletId: 'wal_2' }],
    ['no wallet', { walletId: undefined }],
    ['another operator', { operatorId: 'other' }],
    ['another last day', { period: { from: '2026-01-01', to: '2026-01-30' } }],
    ['another first day', { period: { from: '2026-01-02', to: '2026-01-31' } }],
  ])('is no other one under its reference: %s', (_, changes) =>
    given(charged).when(chargeFee(changes)).thenRejects('charged-otherwise'),
  );

  it.each([
    ['amount-not-positive', { fee: zero(usdt) }],
    ['amount-not-positive', { fee: money(usdt, -1n) }],
    ['wallet-holds-no-fiat', { fee: money({ token: 'EUR', chain: 'fiat', decimals: 2 }, 1n) }],
    ['period-ends-before-it-begins', { period: { from: '2026-01-02', to: '2026-01-01' } }],
    ['period-in-future', { period: { from: '2026-01-01', to: '2026-02-04' } }],
    ['evidence-needed', { evidence: ' ' }],
    ['reference-malformed', { chargeId: 'INV 7' }],
    ['reference-malformed', { chargeId: '' }],
    ['reference-malformed', { chargeId: 'x'.repeat(101) }],
  ] as const)('is refused: %s', (code, changes) => given().when(chargeFee(changes)).thenRejects(code));

  it('may be for one day only, and for the day on which it is told', () => {
    const today = { from: '2026-02-03', to: '2026-02-03' };
    given()
      .when(chargeFee({ period: today }))
      .thenFacts({ ...charged, data: { ...charged.data, period: today } });
  });

  it('is taken back as a whole, once, for a reason, by two people', () => {
    given(charged).when(reverseFee()).thenFacts(feeReversed);
    given(charged, feeReversed).when(reverseFee()).thenNothing();
    given().when(reverseFee()).thenRejects('charge-not-found');
    given(charged)
      .when(reverseFee({ reason: ' ' }))
      .thenRejects('evidence-needed');
    given(charged)
      .when(reverseFee({ approvedBy: 'user:ada' }))
      .thenRejects('two-people-needed');
  });
});

/** Accounts that entries are booked in, and the postings so far; a wallet begins with `opening`. */
class Books {
  readonly postings: string[] = [];
  private readonly states = new Map<string, Account>();

  constructor(opening: bigint) {
    const { initial } = accountDecider('wal_1', usdt);
    this.states.set('wal_1', { ...initial, available: money(usdt, opening) });
  }

  book({ key: { walletId, asset }, command }: FeeEntry): Account {
    const decider = accountDecider(walletId, asset);
    const before = this.states.get(walletId) ?? decider.initial;
    const decision = decider.decide(command, before);
    if (!decision.ok) throw new Error(decision.rejection.code);
    for (const { data } of decision.events)
      this.postings.push(...data.postings.map(({ from, to, amount }) => `${from} > ${to} ${amount.minor}`));
    const after = fold({ ...decider, initial: before }, decision.events);
    this.states.set(walletId, after);
    return after;
  }

  /** Everything, every time, as the handler does. */
  bookCharge(fee: ProviderFeeCharged, isReversed: boolean): void {
    const entry = chargeEntry(fee);
    const { debits } = this.book(entry);
    if (!isReversed) return;
    const shortfall = debits.get(entry.command.data.reference)?.shortfall;
    for (const reversal of reversalEntries(fee, feeReversed.data, shortfall)) this.book(reversal);
  }

  available(walletId: string): bigint {
    return this.states.get(walletId)?.available.minor ?? 0n;
  }
}

describe('API-28 a fee of the provider’s in the books', () => {
  const fromWallet = (minor: bigint) => `wallet:wal_1:available > fees:provider ${minor}`;
  const toWallet = (minor: bigint) => `fees:provider > wallet:wal_1:available ${minor}`;
  const owed = (minor: bigint) => `receivable:acme > fees:provider ${minor}`;
  const forgiven = (minor: bigint) => `fees:provider > receivable:acme ${minor}`;

  it.each([
    {
      says: 'comes out of its wallet',
      fact: charged,
      opening: 30_000_000n,
      there: [fromWallet(25_000_000n)],
      back: [toWallet(25_000_000n)],
    },
    {
      says: 'is owed as far as the wallet has not got it',
      fact: charged,
      opening: 10_000_000n,
      there: [fromWallet(10_000_000n), owed(15_000_000n)],
      back: [toWallet(10_000_000n), forgiven(15_000_000n)],
    },
    {
      says: 'is owed as a whole by an empty wallet',
      fact: charged,
      opening: 0n,
      there: [owed(25_000_000n)],
      back: [forgiven(25_000_000n)],
    },
    {
      says: 'is owed without a wallet',
      fact: chargedToOperator,
      opening: 7n,
      there: [owed(25_000_000n)],
      back: [forgiven(25_000_000n)],
    },
  ])('$says, and its reversal is the same the other way', ({ fact: { data }, opening, there, back }) => {
    const books = new Books(opening);
    books.bookCharge(data, false);
    books.bookCharge(data, false);
    expect(books.postings).toEqual(there);
    books.bookCharge(data, true);
    books.bookCharge(data, true);
    expect(books.postings).toEqual([...there, ...back]);
    expect(books.available('wal_1')).toBe(opening);
  });

  it('is another one under another reference, and so is its reversal', () => {
    const second = { ...charged.data, chargeId: 'INV-2026-01/4' };
    const books = new Books(30_000_000n);
    for (const isReversed of [false, true]) for (const fee of [charged.data, second]) books.bookCharge(fee, isReversed);
    const owedOfIt = [owed(20_000_000n), forgiven(20_000_000n)];
    expect(books.postings).toEqual([
      fromWallet(25_000_000n),
      fromWallet(5_000_000n),
      owedOfIt[0],
      toWallet(25_000_000n),
      toWallet(5_000_000n),
      owedOfIt[1],
    ]);
    expect(books.available('wal_1')).toBe(30_000_000n);
  });

  it('says why it was booked, by what and when, there and back', () => {
    const { evidence, chargedAt } = charged.data;
    expect(chargeEntry(charged.data).command.data).toMatchObject({ reason: 'provider-fee', evidence, now: chargedAt });
    const { reason, reversedAt } = feeReversed.data;
    const back = reversalEntries(charged.data, feeReversed.data, money(usdt, 1n));
    expect(back).toHaveLength(2);
    for (const { command } of back)
      expect(command.data).toMatchObject({ reason: 'correction', evidence: reason, now: reversedAt });
  });

  it('gives nothing of what is owed to the wallet, even when there is money in it again', () => {
    const books = new Books(0n);
    books.bookCharge(charged.data, false);
    const now = new Date(0);
    const credit = { from: 'external:tron', amount: money(usdt, 40_000_000n), reason: 'correction' } as const;
    const data = { ...credit, reference: 'in', evidence: 'e', now };
    books.book({ key: { walletId: 'wal_1', asset: usdt }, command: { type: 'Credit', data } });
    books.bookCharge(charged.data, true);
    expect(books.postings.at(-1)).toBe(forgiven(25_000_000n));
    expect(books.available('wal_1')).toBe(40_000_000n);
  });
});

describe('INV-C3 the facts of a fee of the provider’s in the log', () => {
  it.each([...Object.values(providerFeeFacts), chargedToOperator])('$type is read back as it was written', (fact) =>
    expect(stored(providerFeeCodec, fact)).toEqual(fact),
  );

  it('stand in its stream, the reversal after the charge', () => {
    expect(providerFeeStream('INV-7')).toBe('provider-fee-INV-7');
    expect(() => fold(providerFeeDecider, [feeReversed])).toThrow('cannot follow');
  });
});
