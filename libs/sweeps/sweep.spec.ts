import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { givenWhenThen } from '../decider/given-when-then.js';
import { money } from '../money/money.js';
import { Book } from '../ledger/book.js';
import { accountDecider } from '../ledger/account.js';
import { fold } from '../decider/decider.js';
import { available, external, transit } from '../ledger/account-name.js';
import type { AccountEvent } from '../ledger/account.events.js';
import type { RegisteredWallet } from '../wallets/wallet.js';
import { bookingsOf } from './sweep.bookings.js';
import type { SweepCommand } from './sweep.commands.js';
import { closed, detected, failed, now, providerId, reviewRequired, settled, usdt } from './sweep.fixtures.js';
import { sweepDecider } from './sweep.js';
import { sweptFor } from './swept-for.js';
import { sweptParts } from './swept-parts.js';

const { given } = givenWhenThen(sweepDecider);
const detect = (...args: Parameters<typeof detected>): SweepCommand => ({
  type: 'DetectSweep',
  data: detected(...args).data,
});
const settle = (...args: Parameters<typeof settled>): SweepCommand => ({
  type: 'RecordSweepSettled',
  data: settled(...args).data,
});
const fail: SweepCommand = { type: 'RecordSweepFailed', data: failed.data };
const close: SweepCommand = { type: 'CloseSweep', data: { now } };
const review: SweepCommand = {
  type: 'RequireSweepReview',
  data: { reason: 'sources-differ-from-books', detail: 'wal_a has 1', now },
};

describe('a sweep of deposit wallets', () => {
  it('is detected once; more sources may become known until it has ended', () => {
    given().when(detect()).thenFacts(detected());
    given(detected()).when(detect()).thenNothing();
    given(detected(100n, ['wal_a']))
      .when(detect())
      .thenFacts(detected());
    given(detected()).when(detect(101n)).thenRejects('sweep-differs');
    given(detected(), settled())
      .when(detect(100n, ['wal_a']))
      .thenNothing();
  });

  it('settles with parts that are the whole, and with nothing else', () => {
    given(detected()).when(settle()).thenFacts(settled());
    given(detected(), settled()).when(settle()).thenNothing();
    given(detected())
      .when(settle(100n, [60n, 39n]))
      .thenRejects('sweep-differs');
    given(detected())
      .when(settle(99n, [60n, 39n]))
      .thenRejects('sweep-differs');
    given(detected())
      .when(settle(100n, [101n, -1n]))
      .thenRejects('sweep-differs');
    given().when(settle()).thenRejects('sweep-not-in-status');
  });

  it('settles or fails, never both, and is closed once', () => {
    given(detected()).when(fail).thenFacts(failed);
    given(detected(), failed).when(settle()).thenRejects('sweep-not-in-status');
    given(detected(), settled()).when(fail).thenNothing();
    given(detected()).when(close).thenRejects('sweep-not-in-status');
    given(detected(), settled()).when(close).thenFacts(closed);
    given(detected(), failed, closed).when(close).thenNothing();
  });

  it('calls a person once for each reason', () => {
    given(detected()).when(review).thenFacts(reviewRequired());
    given(detected(), reviewRequired()).when(review).thenNothing();
  });
});

describe('how much each source gave', () => {
  const source = (walletId: string, minor: bigint) => ({ walletId, operatorId: 'acme', available: money(usdt, minor) });

  it('is all of it where there is one, as far as the books have it', () => {
    expect(sweptParts(money(usdt, 5n), [source('a', 7n)])).toMatchObject([{ walletId: 'a', amount: { minor: 5n } }]);
    expect(sweptParts(money(usdt, 8n), [source('a', 7n)])).toBeUndefined();
  });

  it('is all that each had where there are several, and nothing is guessed', () => {
    const sources = [source('a', 7n), source('b', 0n), source('c', 3n)];
    expect(sweptParts(money(usdt, 10n), sources)?.map(({ walletId }) => walletId)).toEqual(['a', 'c']);
    for (const minor of [9n, 11n]) expect(sweptParts(money(usdt, minor), sources)).toBeUndefined();
    expect(sweptParts(money(usdt, 0n), [])).toBeUndefined();
  });

  it('INV-L3 leaves transit at zero and the sum as it was, however often it is booked', () => {
    const amounts = fc.array(fc.bigInt({ min: 0n, max: 50n }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(amounts, (minors) => {
        const total = minors.reduce((sum, minor) => sum + minor, 0n);
        const sources = minors.map((minor, index) => source(`wal_${index}`, minor));
        const parts = sweptParts(money(usdt, total), sources);
        if (total === 0n) return;
        const settlement = { ...settled().data, amount: money(usdt, total), parts: parts ?? [] };
        const facts = new Map<string, AccountEvent[]>();
        const run = (walletId: string, command: Parameters<ReturnType<typeof accountDecider>['decide']>[0]) => {
          const account = accountDecider(walletId, usdt);
          const before = facts.get(walletId) ?? [];
          const decision = account.decide(command, fold(account, before));
          facts.set(walletId, [...before, ...(decision.ok ? decision.events : [])]);
        };
        for (const { walletId, available: amount } of sources)
          if (amount.minor > 0n)
            run(walletId, {
              type: 'Credit',
              data: { from: external('tron'), amount, reason: 'correction', reference: 'open', evidence: 'e', now },
            });
        for (const { key, command } of [...bookingsOf(settlement, now), ...bookingsOf(settlement, now)])
          run(key.walletId, command);
        const book = new Book();
        for (const event of [...facts.values()].flat()) for (const each of event.data.postings) book.post(each);
        const of = (name: string) => book.lines().find(({ account }) => account === name)?.balance.minor ?? 0n;
        expect(of(transit(providerId))).toBe(0n);
        expect(of(available('wal_m'))).toBe(total);
        for (const { walletId } of sources) expect(of(available(walletId))).toBe(0n);
      }),
      { numRuns: 100 },
    );
  });
});

describe('IN-02 whose a sweep is', () => {
  const wallet = (walletId: string, operatorId: string): RegisteredWallet => ({
    status: 'registered',
    registration: {
      walletId,
      operatorId,
      providerWalletId: walletId,
      role: 'deposit',
      name: walletId,
      registeredAt: now,
    },
    addresses: new Map(),
  });
  const wallets = [wallet('a', 'acme'), wallet('b', 'acme'), wallet('c', 'other')];

  it('the operator’s whose wallets give, and no single one’s when they are of several', () => {
    expect(sweptFor(['a', 'b'], wallets)).toBe('acme');
    expect(sweptFor(['c'], wallets)).toBe('other');
    expect(sweptFor(['b', 'c'], wallets)).toBeUndefined();
  });
});
