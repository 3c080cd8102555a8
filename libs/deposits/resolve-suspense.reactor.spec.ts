import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DepositStage } from './deposit-stage.fixtures.js';
import { incoming, units } from './deposit.fixtures.js';
import type { DepositStreams } from './deposit-streams.js';
import { depositIdOf, orderIdOf } from './incoming-id.js';
import type { ResolveSuspense } from './resolve-suspense.reactor.js';
import { rejected, resolverOn, said } from './resolving.fixtures.js';
import { creditedAs, lockedAs, StagedPurchase, unit } from './staged-purchase.fixtures.js';

let stage: DepositStage;
let nouns: DepositStreams;
let suspense: ResolveSuspense;

beforeAll(async () => {
  stage = await DepositStage.start();
  ({ nouns, suspense } = resolverOn(stage));
});

afterAll(() => stage.stop());

/** 100 USDT that came as a transaction to an address whose purchase had expired. */
class UnlinkedDeposit {
  private readonly order = new StagedPurchase(stage);
  private readonly address = `T${randomUUID()}`;
  readonly providerId = `unlinked-${this.order.providerId}`;
  readonly id = depositIdOf(this.providerId);

  async arrive(): Promise<this> {
    for (const status of ['Allocated', 'Expired']) await this.order.is(status, 0n, { address: this.address });
    await this.is('Completed');
    return this;
  }

  is(status: string) {
    const { providerId, address, order } = this;
    const seen = { providerId, widgetId: order.walletId, address, amount: units(100n), transactionHash: undefined };
    stage.terminal.incoming.set(providerId, incoming(status, seen));
    return stage.worker().refresh({ kind: 'incoming-transaction', providerId });
  }

  books() {
    return this.order.books();
  }

  spend(whole: bigint) {
    return stage.spend(this.order.walletId, whole * unit);
  }
}

const unlinked = () => new UnlinkedDeposit().arrive();

describe('F5.10 PO-16 suspended money of a deposit', () => {
  it('goes to the operator when a person says so, once, and the review ends', async () => {
    const deposit = await unlinked();
    await suspense.deposit(deposit.id, said('operator'));
    expect(await deposit.books()).toEqual(creditedAs(100n));
    const types = await stage.depositTypes(deposit.providerId);
    expect(types.slice(-3)).toEqual(['DepositSuspenseResolved', 'DepositReviewClosed', 'DepositMoneyMoved']);
    expect(await suspense.deposit(deposit.id, said('operator'))).toMatchObject({ outcome: 'accepted', events: [] });
    expect(await suspense.deposit(deposit.id, said('outside'))).toEqual(rejected('resolved-otherwise'));
    expect(await deposit.is('Swept')).toBe('applied');
    expect(await deposit.books()).toEqual(creditedAs(100n));
  });

  it('is out of the books when it never came', async () => {
    const deposit = await unlinked();
    await suspense.deposit(deposit.id, said('outside'));
    await suspense.deposit(deposit.id, said('outside'));
    expect(await deposit.books()).toEqual({});
    expect(await suspense.deposit(deposit.id, said('operator'))).toEqual(rejected('resolved-otherwise'));
  });

  it('is booked by the next look when a crash came between the decision and the booking', async () => {
    const deposit = await unlinked();
    await nouns.onDeposit(deposit.id, { type: 'ResolveDepositSuspense', data: said('operator') });
    expect(await deposit.books()).toEqual({ 'suspense:late-payment': 100n * unit, 'external:tron': -100n * unit });
    await deposit.is('Completed');
    expect(await deposit.books()).toEqual(creditedAs(100n));
    await suspense.deposit(deposit.id, said('operator'));
    expect(await deposit.books()).toEqual(creditedAs(100n));
  });

  it('DW-13 DW-14 F5.9 is locked by a fork and gone when it fails, after it was given too', async () => {
    const deposit = await unlinked();
    await suspense.deposit(deposit.id, said('operator'));
    expect(await deposit.is('PendingFork')).toBe('applied');
    expect(await deposit.books()).toEqual(lockedAs(100n));
    await deposit.is('Completed');
    expect(await deposit.books()).toEqual(creditedAs(100n));
    await deposit.spend(70n);
    expect(await deposit.is('PendingFork')).toBe('review');
    await deposit.is('Failed');
    expect(await deposit.books()).toEqual({ 'receivable:op_1': -70n * unit, 'external:tron': 70n * unit });
  });

  it('DW-13 DW-14 and while nobody has said anything', async () => {
    const deposit = await unlinked();
    await deposit.is('PendingFork');
    expect(await deposit.books()).toEqual(lockedAs(100n));
    expect(await suspense.deposit(deposit.id, said('operator'))).toEqual(rejected('nothing-suspended'));
    await deposit.is('Completed');
    expect((await deposit.books())['suspense:late-payment']).toBe(100n * unit);
    await deposit.is('Failed');
    expect(await deposit.books()).toEqual({});
    expect(await suspense.deposit(deposit.id, said('operator'))).toEqual(rejected('nothing-suspended'));
  });

  it('stays out of the books when it was told of twice, whatever becomes of it', async () => {
    const deposit = await unlinked();
    await suspense.deposit(deposit.id, said('outside'));
    for (const status of ['PendingFork', 'Completed', 'Failed']) {
      expect(await deposit.is(status)).toBe('applied');
      expect(await deposit.books()).toEqual({});
    }
  });

  it('IN-15 is moved by two people only, who say why', async () => {
    const deposit = await unlinked();
    const alone = said('operator', { approvedBy: 'user:ada' });
    expect(await suspense.deposit(deposit.id, alone)).toEqual(rejected('two-people-needed'));
    expect(await suspense.deposit(deposit.id, said('operator', { evidence: ' ' }))).toEqual(
      rejected('evidence-needed'),
    );
    expect(await suspense.deposit(deposit.id, said('operator', { reason: '' }))).toEqual(rejected('evidence-needed'));
    expect((await deposit.books())['available']).toBeUndefined();
  });

  it('cannot be resolved where nothing is suspended', async () => {
    const order = new StagedPurchase(stage);
    const providerId = `credited-${order.providerId}`;
    const seen = incoming('Completed', {
      providerId,
      widgetId: order.walletId,
      address: 'TNobodys',
      amount: units(1n),
    });
    stage.terminal.incoming.set(providerId, seen);
    await stage.worker().refresh({ kind: 'incoming-transaction', providerId });
    const id = depositIdOf(providerId);
    expect(await suspense.deposit(id, said('operator'))).toEqual(rejected('nothing-suspended'));
    expect(await suspense.deposit('dep_none', said('operator'))).toEqual(rejected('deposit-not-found'));
  });
});

describe('F5.10 PO-16 suspended money of an order', () => {
  it('goes to the operator, what was late of it', async () => {
    const order = new StagedPurchase(stage);
    await order.is('Expired');
    await order.is('Completed', 100n);
    const id = orderIdOf(order.providerId);
    const alone = said('operator', { approvedBy: 'user:ada' });
    expect(await suspense.order(id, alone)).toEqual(rejected('two-people-needed'));
    await suspense.order(id, said('operator'));
    expect(await order.books()).toEqual(creditedAs(100n));
    expect(await suspense.order(id, said('operator'))).toMatchObject({ outcome: 'accepted', events: [] });
    expect(await suspense.order(id, said('outside'))).toEqual(rejected('resolved-otherwise'));
    await order.is('Swept', 100n);
    expect(await order.books()).toEqual(creditedAs(100n));
  });

  it('is out of the books when it never came', async () => {
    const order = new StagedPurchase(stage);
    await order.is('Undercharge', 40n);
    await order.is('UnderchargeExpired', 40n);
    await suspense.order(orderIdOf(order.providerId), said('outside'));
    expect(await order.books()).toEqual({});
  });

  it.each(['operator', 'nobody'])('DW-14 is gone when it fails after it was given to the %s', async (whom) => {
    const order = new StagedPurchase(stage);
    await order.is('Expired');
    await order.is('Completed', 100n);
    if (whom === 'operator') await suspense.order(orderIdOf(order.providerId), said('operator'));
    await order.is('PendingFork', 100n);
    expect(await order.books()).toEqual(lockedAs(100n));
    await order.is('Failed', 100n);
    expect(await order.books()).toEqual({});
    expect((await order.types()).at(-1)).toBe('OrderClosed');
  });

  it.each(['operator', 'nobody'])('DW-14 is gone when too little fails after it was given to the %s', async (whom) => {
    const order = new StagedPurchase(stage);
    await order.is('Undercharge', 40n);
    await order.is('UnderchargeExpired', 40n);
    if (whom === 'operator') await suspense.order(orderIdOf(order.providerId), said('operator'));
    await order.is('Failed', 40n);
    expect(await order.books()).toEqual({});
    expect((await order.types()).at(-1)).toBe('OrderClosed');
  });

  it('DW-10 gives the operator the excess that was set aside, to pay it back from there', async () => {
    const order = new StagedPurchase(stage, 'refund');
    await order.is('Overcharge', 150n);
    await order.is('Completed', 150n);
    const id = orderIdOf(order.providerId);
    expect((await order.books())['available']).toBe(100n * unit);
    expect(await suspense.order(id, said('outside'))).toEqual(rejected('nothing-suspended'));
    await suspense.order(id, said('operator'));
    expect(await order.books()).toEqual(creditedAs(150n));
    expect((await order.types()).slice(-4)).toEqual([
      'OrderSuspenseResolved',
      'OrderReviewClosed',
      'OrderExcessReturned',
      'OrderClosed',
    ]);
    expect(await suspense.order(id, said('operator'))).toMatchObject({ outcome: 'accepted', events: [] });
    await order.is('Swept', 150n);
    expect(await order.books()).toEqual(creditedAs(150n));
  });

  it('cannot be resolved where nothing is suspended', async () => {
    const order = new StagedPurchase(stage);
    await order.is('Confirming', 100n);
    const id = orderIdOf(order.providerId);
    expect(await suspense.order(id, said('operator'))).toEqual(rejected('nothing-suspended'));
    expect(await order.books()).toEqual(lockedAs(100n));
    expect(await suspense.order('ord_none', said('operator'))).toEqual(rejected('order-not-found'));
  });
});
