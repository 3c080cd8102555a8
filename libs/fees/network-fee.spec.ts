import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { scaled } from '#test/support/scale.js';
import { fold } from '../decider/decider.js';
import { givenWhenThen } from '../decider/given-when-then.js';
import { available, external, fees, receivable } from '../ledger/account-name.js';
import { accountDecider } from '../ledger/account.js';
import type { AccountEvent } from '../ledger/account.events.js';
import { Book } from '../ledger/book.js';
import { money } from '../money/money.js';
import { bookingOf, networkFeeDecider } from './network-fee.js';
import { at, feeOf, observed, record, subject, trx, unclear } from './network-fee.fixtures.js';
import type { NetworkFeeEvent } from './network-fee.events.js';
import { readFee, type ReportedFee } from './reported-fee.js';

const { given } = givenWhenThen(networkFeeDecider);
const { walletId, operatorId } = subject;

describe('INV-L7 API-28 the network fee of a transaction', () => {
  it('is what the provider says, and a fee of nothing is none', () => {
    given()
      .when(record(feeOf(2n)))
      .thenFacts(observed(1, 0n, 2n));
    given()
      .when(record(feeOf(0n)))
      .thenNothing();
  });

  it('is recorded once, however often it is looked at', () =>
    given(observed(1, 0n, 2n))
      .when(record(feeOf(2n), 5))
      .thenNothing());

  it('may change later, in either direction, and back to nothing', () => {
    given(observed(1, 0n, 2n))
      .when(record(feeOf(5n), 1))
      .thenFacts(observed(2, 2n, 5n, 1));
    given(observed(1, 0n, 2n))
      .when(record(feeOf(0n), 1))
      .thenFacts(observed(2, 2n, 0n, 1));
  });

  it('is not changed by an answer that is older than the last', () =>
    given(observed(1, 0n, 2n), observed(2, 2n, 5n, 3))
      .when(record(feeOf(2n), 2))
      .thenNothing());

  it('begins with what somebody else has booked of it', () => {
    given()
      .when(record(feeOf(2n), 0, 2n))
      .thenNothing();
    given()
      .when(record(feeOf(5n), 0, 2n))
      .thenFacts(observed(1, 2n, 5n));
  });

  it('is unclear when it is missing or no amount, once, until it is clear', () => {
    given()
      .when(record({ problem: 'missing' }))
      .thenFacts(unclear());
    given(unclear())
      .when(record({ problem: 'missing' }, 1))
      .thenNothing();
    given(unclear())
      .when(record({ problem: 'unreadable', reported: '-1' }, 1))
      .thenFacts(unclear('-1', 1));
    given(unclear())
      .when(record(feeOf(0n), 1))
      .thenFacts(observed(1, 0n, 0n, 1));
  });

  it('is read exactly, in the native coin, and never guessed', () => {
    expect(readFee('3.25', 'tron')).toEqual(feeOf(3_250_000n));
    expect(readFee('2.1e-17', 'ethereum')).toMatchObject({ fee: { minor: 21n, asset: { token: 'ETH' } } });
    expect(readFee(undefined, 'tron')).toEqual({ problem: 'missing' });
    for (const reported of ['-1', '0.0000001', '1 TRX', ''])
      expect(readFee(reported, 'tron')).toEqual({ problem: 'unreadable', reported });
  });
});

/** One look of a worker at the provider, and what it lives to do. */
interface Look {
  readonly reported: ReportedFee;
  /** How many looks are older than this one that comes before them all the same. */
  readonly minutesLate: number;
  readonly diesBeforeBooking: boolean;
}

/** What the looks leave in the books, as the reactor does it: record, then book all changes. */
function booked(looks: readonly Look[], opening: bigint, rules = networkFeeDecider) {
  const facts: NetworkFeeEvent[] = [];
  const account = accountDecider(walletId, trx);
  const entries: AccountEvent[] = [];
  const run = (command: Parameters<typeof account.decide>[0]) => {
    const decision = account.decide(command, fold(account, entries));
    if (decision.ok) entries.push(...decision.events);
  };
  const funding = { from: external('tron'), amount: money(trx, opening), reason: 'opening-funding' } as const;
  run({ type: 'Credit', data: { ...funding, reference: 'open', evidence: 'e', now: at(0) } });
  for (const [index, { reported, minutesLate, diesBeforeBooking }] of looks.entries()) {
    const decision = rules.decide(record(reported, Math.max(0, index - minutesLate)), fold(rules, facts));
    if (decision.ok) facts.push(...decision.events);
    if (diesBeforeBooking) continue;
    for (const change of fold(rules, facts).changes) {
      const command = bookingOf(change, at(index));
      if (command) run(command);
    }
  }
  const book = new Book();
  for (const { data } of entries) for (const posting of data.postings) book.post(posting);
  const balance = (name: string) => book.lines().find(({ account: of }) => of === name)?.balance.minor ?? 0n;
  return { facts, entries: entries.length, balance };
}

const reports: fc.Arbitrary<ReportedFee> = fc.oneof(
  fc.bigInt({ min: 0n, max: 9n }).map((minor) => feeOf(minor)),
  fc.constant<ReportedFee>({ problem: 'missing' }),
);
const looking: fc.Arbitrary<readonly Look[]> = fc.array(
  fc.record({ reported: reports, minutesLate: fc.nat({ max: 3 }), diesBeforeBooking: fc.boolean() }),
  { maxLength: 12 },
);

/** The law, for rules that may have a bug. @throws when it does not hold. */
function holds(looks: readonly Look[], opening: bigint, rules = networkFeeDecider): void {
  const last: Look = { reported: feeOf(7n), minutesLate: 0, diesBeforeBooking: false };
  const { balance, entries } = booked([...looks, last], opening, rules);
  expect(balance(fees('network'))).toBe(7n);
  expect(balance(available(walletId)) + balance(receivable(operatorId))).toBe(opening - 7n);
  expect(balance(available(walletId))).toBeGreaterThanOrEqual(0n);
  const again = booked([...looks, last, last, last], opening, rules);
  expect(again.entries).toBe(entries);
}

describe('INV-L7 what is debited is the last fee observed', () => {
  it('after any looks, late answers and crashes; looking again books nothing more', () => {
    fc.assert(
      fc.property(looking, fc.bigInt({ min: 1n, max: 20n }), (looks, opening) => holds(looks, opening)),
      { numRuns: scaled(400) },
    );
  });

  it('and the law notices a fee that forgets what it was before', () => {
    const forgetful: typeof networkFeeDecider = {
      ...networkFeeDecider,
      decide: (command, state) => networkFeeDecider.decide(command, { ...state, changes: state.changes.slice(0, 0) }),
    };
    const property = fc.property(looking, (looks) => holds(looks, 20n, forgetful));
    expect(fc.check(property, { numRuns: scaled(400), seed: 20_260_105 }).failed).toBe(true);
  });
});
