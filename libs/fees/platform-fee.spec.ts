import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fold } from '../decider/decider.js';
import { givenWhenThen } from '../decider/given-when-then.js';
import { fees, receivable } from '../ledger/account-name.js';
import { accountDecider } from '../ledger/account.js';
import { money } from '../money/money.js';
import { planAt } from '../operators/fee-plan.js';
import { chargeBooking, feeWalletId, monthsBegun, platformFeeDecider } from './platform-fee.js';
import type { PlatformFeeEvent } from './platform-fee.events.js';
import { chargeFlatFee, chargeShare, flatFeeCharged, now, shareCharged, usdt } from './platform-fee.fixtures.js';

const { given } = givenWhenThen(platformFeeDecider);

describe('API-28 the platform’s share of a payout', () => {
  it('is exact, and what is left of it is carried to the next', () => {
    const first = shareCharged('po_1', 1_001n, { fee: 2n, remainder: 5_025 });
    given().when(chargeShare('po_1', 1_001n)).thenFacts(first);
    given(first)
      .when(chargeShare('po_2', 1_001n))
      .thenFacts(shareCharged('po_2', 1_001n, { fee: 3n, remainder: 50 }));
    given()
      .when(chargeShare('po_1', 399n))
      .thenFacts(shareCharged('po_1', 399n, { fee: 0n, remainder: 9_975 }));
  });

  it('is charged once for each payout', () =>
    given(shareCharged('po_1', 1_001n, { fee: 2n, remainder: 5_025 }))
      .when(chargeShare('po_1', 1_001n))
      .thenNothing());

  it('adds up to the share of the whole volume at every moment, in any order, with any repeats', () => {
    const payouts = fc.array(fc.tuple(fc.nat({ max: 8 }), fc.bigInt({ min: 1n, max: 10n ** 30n })), { maxLength: 20 });
    fc.assert(
      fc.property(payouts, fc.integer({ min: 10, max: 40 }), (charges, shareBps) => {
        const facts: PlatformFeeEvent[] = [];
        const volumes = new Map<string, bigint>();
        for (const [payout, volume] of charges) {
          const id = `po_${payout}`;
          if (!volumes.has(id)) volumes.set(id, volume);
          const decision = platformFeeDecider.decide(
            chargeShare(id, volume, shareBps),
            fold(platformFeeDecider, facts),
          );
          if (decision.ok) facts.push(...decision.events);
          const total = [...volumes.values()].reduce((sum, each) => sum + each, 0n);
          const charged = facts.reduce((sum, { data }) => sum + data.fee.minor, 0n);
          expect(charged).toBe((total * BigInt(shareBps)) / 10_000n);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('API-28 the platform’s flat fee', () => {
  it('is charged once a month', () => {
    given().when(chargeFlatFee()).thenFacts(flatFeeCharged);
    given(flatFeeCharged).when(chargeFlatFee(70_000n)).thenNothing();
  });

  it('is for the months that begin under a plan', () => {
    const months = (after: string, until: string) => monthsBegun(new Date(after), new Date(until));
    expect(months('2026-11-30T23:59:59.999Z', '2027-02-01T00:00:00Z')).toEqual(['2026-12', '2027-01', '2027-02']);
    expect(months('2026-03-01T00:00:00Z', '2026-03-31T23:59:59Z')).toEqual([]);
  });

  it('follows the plan that is in force', () => {
    const plan = (shareBps: number, setAt: string) => ({
      operatorId: 'acme',
      shareBps,
      by: 'ann',
      setAt: new Date(setAt),
    });
    const plans = [plan(10, '2026-01-01'), plan(40, '2026-02-01')];
    expect(planAt(plans, new Date('2025-12-31'))).toBeUndefined();
    expect(planAt(plans, new Date('2026-01-31'))?.shareBps).toBe(10);
    expect(planAt(plans, new Date('2026-02-01'))?.shareBps).toBe(40);
  });
});

describe('API-28 a charge in the books', () => {
  it('is owed by the operator, once, and changes no wallet', () => {
    const account = accountDecider(feeWalletId('acme'), usdt);
    const charge = { operatorId: 'acme', fee: money(usdt, 7n), reference: 'po_1', evidence: 'pull', now };
    const command = chargeBooking(charge);
    if (!command) throw new Error('nothing is booked');
    const first = account.decide(command, account.initial);
    const postings = [{ from: receivable('acme'), to: fees('platform'), amount: money(usdt, 7n) }];
    expect(first).toMatchObject({ ok: true, events: [{ data: { postings } }] });
    const again = account.decide(command, fold(account, first.ok ? first.events : []));
    expect(again).toEqual({ ok: true, events: [] });
    expect(chargeBooking({ ...charge, fee: money(usdt, 0n) })).toBeUndefined();
  });
});
