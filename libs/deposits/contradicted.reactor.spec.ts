import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DepositStage } from './deposit-stage.fixtures.js';
import { units } from './deposit.fixtures.js';
import { orderIdOf } from './incoming-id.js';
import type { ResolveSuspense } from './resolve-suspense.reactor.js';
import { rejected, resolverOn, said } from './resolving.fixtures.js';
import { StagedDeposit } from './staged-deposit.fixtures.js';
import { creditedAs, lockedAs, StagedPurchase } from './staged-purchase.fixtures.js';
import type { RawPurchase } from './terminal-source.js';

let stage: DepositStage;
let suspense: ResolveSuspense;

beforeAll(async () => {
  stage = await DepositStage.start();
  ({ suspense } = resolverOn(stage));
});

afterAll(() => stage.stop());

describe('a purchase that the provider tells otherwise than before', () => {
  it.each<[string, Partial<RawPurchase>, Readonly<Record<string, bigint>>]>([
    ['PendingFork', { received: units(0n) }, lockedAs(100n)],
    ['Failed', { received: undefined }, {}],
    ['Failed', { asset: undefined }, {}],
    ['Failed', { widgetId: 'foreign' }, creditedAs(100n)],
  ])('S-14 F5.9 %s is followed where it is the same purchase: %j', async (status, changes, books) => {
    const order = new StagedPurchase(stage);
    await order.is('Completed', 100n);
    expect(await order.is(status, 100n, changes)).toBe('review');
    expect(await order.is(status, 100n, changes)).toBe('unchanged');
    expect(await order.books()).toEqual(books);
  });
});

describe('F5.10 PO-16 money that stays locked where nothing the provider says settles it', () => {
  const deposit = () => new StagedDeposit(stage);

  it('of a deposit goes to the operator when two people say so, until a fork takes it back', async () => {
    const { id, books, is, types } = deposit();
    await is('Confirming');
    expect(await suspense.deposit(id, said('operator'))).toEqual(rejected('nothing-suspended'));
    await is('Completed', 99n);
    expect(await books()).toEqual(lockedAs(100n));
    await suspense.deposit(id, said('operator'));
    expect((await types()).slice(-3)).toEqual(['DepositSuspenseResolved', 'DepositReviewClosed', 'DepositMoneyMoved']);
    for (const [status, whole] of [
      ['Completed', 99n],
      ['Confirming', 100n],
      ['Completed', 100n],
    ] as const) {
      await is(status, whole);
      expect(await books()).toEqual(creditedAs(100n));
    }
    await is('PendingFork');
    await is('Confirming');
    expect(await books()).toEqual(lockedAs(100n));
    await is('Completed');
    expect(await books()).toEqual(creditedAs(100n));
  });

  it('of a deposit is out of the books when it never came', async () => {
    const { id, books, is } = deposit();
    await is('Confirming');
    await is('Pondering');
    await suspense.deposit(id, said('outside'));
    expect(await books()).toEqual({});
    await is('Completed');
    expect(await books()).toEqual({});
  });

  it('DW-30 of an order that was called completed on too little is the operator’s, until a fork takes it back', async () => {
    const order = new StagedPurchase(stage);
    await order.is('Completed', 70n);
    expect(await order.books()).toEqual(lockedAs(70n));
    await suspense.order(orderIdOf(order.providerId), said('operator'));
    expect(await order.books()).toEqual(creditedAs(70n));
    await order.is('Swept', 70n);
    expect(await order.books()).toEqual(creditedAs(70n));
    expect((await order.types()).at(-1)).toBe('OrderClosed');
  });

  it('DW-13 of such an order is locked by a fork, and theirs again after it', async () => {
    const order = new StagedPurchase(stage);
    await order.is('Completed', 70n);
    await suspense.order(orderIdOf(order.providerId), said('operator'));
    for (const status of ['PendingFork', 'Confirming']) {
      await order.is(status, 70n);
      expect(await order.books()).toEqual(lockedAs(70n));
    }
    await order.is('Completed', 70n);
    expect(await order.books()).toEqual(creditedAs(70n));
  });

  it('of an order whose statuses contradict each other goes to whom two people say', async () => {
    const order = new StagedPurchase(stage);
    await order.is('Confirming', 100n);
    expect(await order.is('UnderchargeExpired', 100n)).toBe('review');
    await suspense.order(orderIdOf(order.providerId), said('outside'));
    expect(await order.books()).toEqual({});
  });
});
