import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MortalProcess } from '#test/support/mortal-process.js';
import { now } from './deposit.fixtures.js';
import { DepositStage } from './deposit-stage.fixtures.js';
import type { DepositStreams } from './deposit-streams.js';
import { orderIdOf } from './incoming-id.js';
import type { ResolveSuspense } from './resolve-suspense.reactor.js';
import { rejected, resolverOn, said } from './resolving.fixtures.js';
import { StagedDeposit } from './staged-deposit.fixtures.js';
import { creditedAs, lockedAs, StagedPurchase, unit } from './staged-purchase.fixtures.js';

let stage: DepositStage;
let nouns: DepositStreams;
let suspense: ResolveSuspense;

beforeAll(async () => {
  stage = await DepositStage.start();
  ({ nouns, suspense } = resolverOn(stage));
});

afterAll(() => stage.stop());

describe('F5.10 PO-16 what people have said of, and the provider contradicts again', () => {
  it('of a deposit is said anew after a fork took it back, and calls a person again', async () => {
    const { id, books, is } = new StagedDeposit(stage);
    await is('Confirming');
    expect(await is('Completed', 99n)).toBe('review');
    await suspense.deposit(id, said('operator'));
    await is('PendingFork');
    expect(await is('Completed', 99n)).toBe('review');
    expect(await books()).toEqual(lockedAs(100n));
    await suspense.deposit(id, said('operator'));
    await suspense.deposit(id, said('operator'));
    expect(await books()).toEqual(creditedAs(100n));
    for (const status of ['PendingFork', 'Confirming', 'PendingFork', 'Pondering']) await is(status);
    expect(await books()).toEqual(lockedAs(100n));
    await suspense.deposit(id, said('outside'));
    expect(await books()).toEqual({});
    await is('Completed');
    expect(await suspense.deposit(id, said('operator'))).toEqual(rejected('resolved-otherwise'));
    expect(await books()).toEqual({});
  });

  it('of a deposit that was seen to before calls a person again when it is held up again', async () => {
    const { id, books, is } = new StagedDeposit(stage);
    await is('PendingFork');
    expect(await is('Pondering')).toBe('review');
    await is('Confirming');
    expect(await is('Pondering')).toBe('review');
    expect(await is('Pondering')).toBe('unchanged');
    await suspense.deposit(id, said('operator'));
    expect(await books()).toEqual(creditedAs(100n));
  });

  it('F5.9 of a deposit that failed after it was spent repays what is owed', async () => {
    const { id, walletId, books, is } = new StagedDeposit(stage);
    await is('Completed');
    await stage.spend(walletId, 70n * unit);
    await is('Failed');
    expect(await books()).toEqual({ 'receivable:op_1': -70n * unit, 'external:tron': 70n * unit });
    expect(await is('Completed')).toBe('review');
    await suspense.deposit(id, said('operator'));
    expect(await books()).toEqual(creditedAs(30n));
  });

  it('of an order is said anew after a fork took it back', async () => {
    const order = new StagedPurchase(stage);
    const id = orderIdOf(order.providerId);
    await order.is('Confirming', 100n);
    for (const to of ['operator', 'outside'] as const) {
      expect(await order.is('Pondering', 100n)).toBe('review');
      await suspense.order(id, said(to));
      await suspense.order(id, said(to));
      if (to === 'operator') await order.is('PendingFork', 100n);
      else expect(await order.books()).toEqual({});
    }
    expect(await suspense.order(id, said('operator'))).toEqual(rejected('resolved-otherwise'));
  });
});

describe('DW-30 PO-16 what comes after people have said whose it was', () => {
  it.each(['Completed', 'Expired'])('calls a person again, where it is held up as before: %s', async (status) => {
    const order = new StagedPurchase(stage);
    const id = orderIdOf(order.providerId);
    await order.is(status === 'Completed' ? status : 'Confirming', 40n);
    if (status === 'Expired') await order.is(status, 40n);
    await suspense.order(id, said('operator'));
    if (status === 'Expired') await order.is('Confirming', 60n);
    expect(await order.is(status, 60n)).toBe('review');
    expect((await order.books())['incoming']).toBe(20n * unit);
    await suspense.order(id, said('operator'));
    expect(await order.books()).toEqual(creditedAs(60n));
  });
});

describe('DW-14 PO-16 what has failed, and is called completed all the same', () => {
  it('of a deposit goes back into the books when two people say so, and once', async () => {
    const { id, books, is } = new StagedDeposit(stage);
    await is('Completed');
    await is('Failed');
    expect(await suspense.deposit(id, said('operator'))).toEqual(rejected('nothing-suspended'));
    expect(await is('Completed')).toBe('review');
    expect(await books()).toEqual({});
    for (let again = 0; again < 2; again++) {
      await suspense.deposit(id, said('operator'));
      expect(await books()).toEqual(creditedAs(100n));
      for (const status of ['Failed', 'Completed']) expect(await is(status)).toBe('unchanged');
    }
  });

  it('of an order too', async () => {
    const order = new StagedPurchase(stage);
    await order.is('Failed', 100n);
    expect(await order.is('Completed', 100n)).toBe('review');
    await suspense.order(orderIdOf(order.providerId), said('operator'));
    await order.is('Completed', 100n);
    expect(await order.books()).toEqual(creditedAs(100n));
  });

  it('of what was paid too late calls a person', async () => {
    const order = new StagedPurchase(stage);
    for (const [status, paid] of [['Expired'], ['Failed', 100n]] as const) await order.is(status, paid);
    expect(await order.is('Completed', 100n)).toBe('review');
    await suspense.order(orderIdOf(order.providerId), said('operator'));
    expect(await order.books()).toEqual(creditedAs(100n));
  });
});

describe('DW-13 F5.9 what is owed since a fork', () => {
  it('calls a person, wherever a crash came in between', async () => {
    for (let endsAt = 1, isOver = false; !isOver; endsAt++) {
      const { is, types, walletId } = new StagedDeposit(stage);
      await is('Completed');
      await stage.spend(walletId, 70n * unit);
      const mortal = new MortalProcess(endsAt, 'after');
      const looked = is('PendingFork', 100n, { streams: mortal.port(stage.streams) });
      isOver = await looked.then(
        () => true,
        () => false,
      );
      await is('PendingFork');
      expect(await types()).toContain('DepositReviewRequired');
    }
  });

  it('calls a person each time, though it is the same again', async () => {
    const { id, is, walletId } = new StagedDeposit(stage);
    await is('Completed');
    for (let times = 0; times < 2; times++) {
      await stage.spend(walletId, 100n * unit);
      expect(await is('PendingFork')).toBe('review');
      await nouns.onDeposit(id, { type: 'CloseDepositReview', data: { by: 'user:ada', note: 'paid', now } });
      await is('Completed');
    }
  });
});
