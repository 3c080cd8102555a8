import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DepositStage } from './deposit-stage.fixtures.js';
import { now, units } from './deposit.fixtures.js';
import type { DepositStreams } from './deposit-streams.js';
import { incomingIdOf, orderIdOf } from './incoming-id.js';
import type { ResolveSuspense } from './resolve-suspense.reactor.js';
import { resolverOn, said } from './resolving.fixtures.js';
import { creditedAs, StagedPurchase, unit } from './staged-purchase.fixtures.js';
import type { RawPurchase } from './terminal-source.js';

let stage: DepositStage;
let suspense: ResolveSuspense;
let nouns: DepositStreams;

beforeAll(async () => {
  stage = await DepositStage.start();
  ({ suspense, nouns } = resolverOn(stage));
});

afterAll(() => stage.stop());

let second = 0;

/** Told a second after the one before. */
function partial(changes: Partial<RawPurchase> = {}): Partial<RawPurchase> {
  return { acceptPartialPayment: true, asOf: new Date(Date.UTC(2026, 2, 1, 10, 0, second++)), ...changes };
}

/** 100 and 50, of which 50 are too much. */
async function overpaid() {
  const order = new StagedPurchase(stage);
  await order.is('Confirming', 100n, partial());
  await order.is('Completed', 150n, partial());
  expect(await order.books()).toEqual(asideOf(order, 100n, 50n));
  return order;
}

function asideOf(order: StagedPurchase, available: bigint, aside: bigint) {
  const left = { available: available * unit, 'external:tron': -(available + aside) * unit };
  return { ...left, [`suspense:overcharge-${orderIdOf(order.providerId)}`]: aside * unit };
}

const outside = (order: StagedPurchase, payment: string) =>
  suspense.order(orderIdOf(order.providerId), { ...said('outside'), payment });

describe('DW-10 DW-30 the excess of a purchase whose payments change', () => {
  it('is less by a payment that is dropped, and nothing is owed for what stood in it', async () => {
    const order = await overpaid();
    await order.is('Completed', 200n, partial());
    await stage.spend(order.walletId, 80n * unit);
    expect(await order.is('Completed', 150n, partial())).toBe('applied');
    expect(await order.books()).toEqual({ ...asideOf(order, 20n, 50n), 'external:tron': -70n * unit });
  });

  it('comes back when two people take a payment out, and nothing is owed', async () => {
    const order = await overpaid();
    await stage.spend(order.walletId, 80n * unit);
    expect(await order.is('Completed', 150n, partial({ received: units(100n) }))).toBe('review');
    await outside(order, `${order.providerId}-3`); // The first payment has come with three transactions.
    expect(await order.books()).toEqual({ available: 20n * unit, 'external:tron': -20n * unit });
  });

  it('is of what is in the books: what people took out before is no part of it', async () => {
    const order = new StagedPurchase(stage);
    await order.is('Confirming', 50n, partial());
    await order.is('OnHold', 50n, partial());
    await outside(order, incomingIdOf('tron', `${order.providerId}-0`, `T${order.providerId}`));
    await order.is('Completed', 150n, partial());
    expect(await order.books()).toEqual(creditedAs(100n));
    await order.is('Completed', 200n, partial());
    expect(await order.books()).toEqual(asideOf(order, 100n, 50n));
  });

  it('calls a person for what comes to it after somebody has seen to it', async () => {
    const order = new StagedPurchase(stage, 'refund');
    await order.is('Confirming', 100n, partial());
    expect(await order.is('Completed', 150n, partial())).toBe('review');
    const data = { by: 'user:ada', note: 'sent back', now };
    await nouns.onOrder(orderIdOf(order.providerId), { type: 'CloseOrderReview', data });
    expect(await order.is('Completed', 150n, partial())).toBe('unchanged');
    expect(await order.is('Completed', 200n, partial())).toBe('review');
  });

  it('calls a person where it was spent before it was one', async () => {
    const order = new StagedPurchase(stage);
    await order.is('Confirming', 100n, partial());
    await order.is('Completed', 104n, partial({ received: units(104n) }));
    await stage.spend(order.walletId, 104n * unit);
    expect(await order.is('Completed', 150n, partial())).toBe('review');
    expect(await order.books()).toMatchObject({ 'receivable:op_1': -4n * unit });
    expect(await order.types()).toContain('OrderReviewRequired');
  });
});
