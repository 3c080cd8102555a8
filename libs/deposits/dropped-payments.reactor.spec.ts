import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DepositStage } from './deposit-stage.fixtures.js';
import { now, units } from './deposit.fixtures.js';
import type { DepositStreams } from './deposit-streams.js';
import { incomingIdOf, orderIdOf } from './incoming-id.js';
import type { ResolveSuspense } from './resolve-suspense.reactor.js';
import { rejected, resolverOn, said } from './resolving.fixtures.js';
import { creditedAs, lockedAs, StagedPurchase, unit } from './staged-purchase.fixtures.js';
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
function whole(): Partial<RawPurchase> {
  return { asOf: new Date(Date.UTC(2026, 2, 1, 10, 0, second++)) };
}

function partial(changes: Partial<RawPurchase> = {}): Partial<RawPurchase> {
  return { ...whole(), acceptPartialPayment: true, ...changes };
}

/** 50 and 50, each with transactions of its own, completed and credited. */
async function paidTwice() {
  const order = new StagedPurchase(stage);
  await order.is('Undercharge', 50n, partial());
  await order.is('Completed', 100n, partial());
  expect(await order.books()).toEqual(creditedAs(100n));
  return order;
}

describe('DW-30 F5.9 one of several payments that the provider counts no longer', () => {
  it('is taken back when its transaction is named no more and it makes what is missing', async () => {
    const order = await paidTwice();
    expect(await order.is('Completed', 50n, partial())).toBe('applied');
    expect(await order.books()).toEqual(creditedAs(50n));
    expect(await order.is('Completed', 50n, partial())).toBe('unchanged');
    expect((await order.types()).slice(-3)).toEqual(['OrderPaymentsDropped', 'OrderMoneyMoved', 'OrderClosed']);
  });

  it('is owed as far as it was spent, and calls a person', async () => {
    const order = await paidTwice();
    await stage.spend(order.walletId, 80n * unit);
    expect(await order.is('Completed', 50n, partial())).toBe('review');
    expect(await order.books()).toEqual({ 'receivable:op_1': -30n * unit, 'external:tron': 30n * unit });
  });

  it('that came late leaves nothing to wait for', async () => {
    const order = new StagedPurchase(stage);
    await order.is('Expired', 0n, whole());
    await order.is('Confirming', 100n, whole());
    expect(await order.books()).toEqual(lockedAs(100n));
    await order.is('Expired', 0n, whole());
    expect(await order.books()).toEqual({});
    expect((await order.types()).at(-1)).toBe('OrderClosed');
  });

  it('is paid anew when it is counted again', async () => {
    const order = await paidTwice();
    await order.is('Completed', 50n, partial());
    await order.is('Completed', 100n, partial());
    expect(await order.books()).toEqual(creditedAs(100n));
    await order.is('Completed', 0n, partial());
    expect(await order.books()).toEqual({});
  });

  it('is not paid anew by a look that was before it was dropped', async () => {
    const order = await paidTwice();
    const before = partial();
    await order.is('Completed', 50n, partial());
    expect(await order.is('Completed', 100n, before)).toBe('unchanged');
    expect(await order.books()).toEqual(creditedAs(50n));
  });

  it('of a purchase that has to be paid in full leaves the rest locked, and calls a person', async () => {
    const order = new StagedPurchase(stage);
    await order.is('Undercharge', 50n, whole());
    await order.is('Completed', 100n, whole());
    expect(await order.is('Completed', 50n, whole())).toBe('review');
    expect(await order.books()).toEqual(lockedAs(50n));
  });

  it('is not guessed: less than before with all transactions named, or another sum, is for a person', async () => {
    const order = await paidTwice();
    for (const received of [50n, 30n])
      expect(await order.is('Completed', 100n, partial({ received: units(received) }))).toBe('review');
    expect(await order.is('Completed', 50n, partial({ received: units(30n) }))).toBe('unchanged');
    expect(await order.books()).toEqual(creditedAs(100n));
  });

  it('is taken out by two people who name it, and only that one', async () => {
    const order = await paidTwice();
    const id = orderIdOf(order.providerId);
    const payment = `${order.providerId}-2`;
    const named = { ...said('outside'), payment };
    expect(await suspense.order(id, named)).toEqual(rejected('nothing-suspended'));
    const less = () => partial({ received: units(50n) });
    expect(await order.is('Completed', 100n, less())).toBe('review');
    expect(await suspense.order(id, { ...said('outside'), payment: 'none' })).toEqual(rejected('no-such-payment'));
    expect(await suspense.order(id, said('outside'))).toEqual(rejected('nothing-suspended'));
    await suspense.order(id, named);
    expect(await order.books()).toEqual(creditedAs(50n));
    expect(await order.is('Completed', 100n, less())).toBe('applied');
    expect(await order.is('Swept', 100n, less())).toBe('applied');
    expect(await order.books()).toEqual(creditedAs(50n));
    expect(await order.types()).toContain('OrderPaymentsDropped');
  });

  it('leaves the review open while others wait that people have not named', async () => {
    const order = new StagedPurchase(stage);
    await order.is('Confirming', 40n, whole());
    await order.is('Completed', 50n, whole());
    const of = (number: number) => ({ ...said('outside'), payment: `${order.providerId}-${number}` });
    const id = orderIdOf(order.providerId);
    await suspense.order(id, of(1));
    expect(await order.books()).toEqual(lockedAs(40n));
    expect(await order.types()).not.toContain('OrderReviewClosed');
    await suspense.order(id, of(0));
    expect(await order.books()).toEqual({});
    expect(await order.types()).toContain('OrderReviewClosed');
  });

  it('calls a person anew when less is counted once more after it', async () => {
    const order = await paidTwice();
    await order.is('Completed', 150n, partial());
    const less = (left: bigint) => order.is('Completed', 150n, partial({ received: units(left) }));
    expect(await less(100n)).toBe('review');
    await suspense.order(orderIdOf(order.providerId), { ...said('outside'), payment: `${order.providerId}-3` });
    await less(100n);
    expect(await order.books()).toEqual(creditedAs(100n));
    expect(await less(70n)).toBe('review');
  });

  it('calls a person anew when still less is counted after somebody has seen to it', async () => {
    const order = await paidTwice();
    const less = (left: bigint) => order.is('Completed', 100n, partial({ received: units(left) }));
    expect(await less(70n)).toBe('review');
    const data = { by: 'user:ada', note: 'wait and see', now };
    await nouns.onOrder(orderIdOf(order.providerId), { type: 'CloseOrderReview', data });
    expect(await less(70n)).toBe('unchanged');
    expect(await less(30n)).toBe('review');
  });

  it('is not taken out by one of several transactions that were seen as one payment', async () => {
    const order = await paidTwice();
    expect(await order.is('Completed', 100n, partial({ received: units(75n) }))).toBe('review');
    const out = (payment: string) => suspense.order(orderIdOf(order.providerId), { ...said('outside'), payment });
    const payment = incomingIdOf('tron', `${order.providerId}-0`, `T${order.providerId}`);
    const rejection = { code: 'payment-of-several-transactions', payment };
    expect(await out(`${order.providerId}-1`)).toMatchObject({ outcome: 'rejected', rejection });
    expect(await order.books()).toEqual(creditedAs(100n));
    await out(payment);
    expect(await order.books()).toEqual(creditedAs(50n));
  });

  it('is replaced by another transaction, of less, once two people took it out', async () => {
    const order = new StagedPurchase(stage);
    await order.is('Completed', 60n, partial({ transactionHashes: ['h60'] }));
    const replaced = () => order.is('Completed', 50n, partial({ transactionHashes: ['h50'] }));
    expect(await replaced()).toBe('review');
    await suspense.order(orderIdOf(order.providerId), { ...said('outside'), payment: 'h60' });
    expect(await order.books()).toEqual({});
    expect(await replaced()).toBe('applied');
    expect(await order.books()).toEqual(creditedAs(50n));
    expect(await replaced()).toBe('unchanged');
  });

  it('calls a person when it is counted again though two people took it out, who may do so again', async () => {
    const order = await paidTwice();
    const less = () => order.is('Completed', 100n, partial({ received: units(50n) }));
    expect(await less()).toBe('review');
    const out = () =>
      suspense.order(orderIdOf(order.providerId), { ...said('outside'), payment: `${order.providerId}-2` });
    await out();
    expect(await less()).toBe('applied');
    expect(await order.is('Completed', 100n, partial())).toBe('review');
    expect(await order.books()).toEqual(creditedAs(100n));
    expect(await order.is('Completed', 100n, partial())).toBe('unchanged');
    await out();
    expect(await order.books()).toEqual(creditedAs(50n));
  });

  it('is not so of a look that does not say when it was, nor of a fork, which locks all of it', async () => {
    const order = await paidTwice();
    expect(await order.is('Completed', 50n, { acceptPartialPayment: true })).toBe('review');
    expect(await order.books()).toEqual(creditedAs(100n));
    expect(await order.is('PendingFork', 50n, partial())).toBe('review');
    expect(await order.books()).toEqual(lockedAs(100n));
    await order.is('Completed', 100n, partial());
    expect(await order.books()).toEqual(creditedAs(100n));
  });
});
