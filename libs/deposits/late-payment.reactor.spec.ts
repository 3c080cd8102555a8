import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DepositStage } from './deposit-stage.fixtures.js';
import { incoming, units } from './deposit.fixtures.js';
import { creditedAs, lockedAs, StagedPurchase, unit } from './staged-purchase.fixtures.js';

let stage: DepositStage;

beforeAll(async () => {
  stage = await DepositStage.start();
});

afterAll(() => stage.stop());

const staged = () => new StagedPurchase(stage);

describe('F5.10 a payment after the window closed', () => {
  it('is never credited by itself: in suspense when it is final, and for a person', async () => {
    const order = staged();
    await order.is('Allocated');
    await order.is('Expired');
    expect(await order.is('Confirming', 100n)).toBe('review');
    expect(await order.books()).toEqual(lockedAs(100n));
    await order.is('Completed', 100n);
    expect(await order.books()).toEqual({ 'suspense:late-payment': 100n * unit, 'external:tron': -100n * unit });
  });

  const expiresAt = new Date('2026-03-01T10:30:00.000Z');
  const before = { expiresAt, asOf: new Date('2026-03-01T10:29:59.000Z') };
  const after = { expiresAt, asOf: new Date('2026-03-01T10:30:01.000Z') };

  it('nor when Expired was never said, but it was seen unpaid after its window', async () => {
    const order = staged();
    await order.is('Allocated', 0n, before);
    expect(await order.is('Allocated', 0n, after)).toBe('applied');
    expect(await order.is('Allocated', 0n, after)).toBe('unchanged');
    expect(await order.is('Confirming', 100n, after)).toBe('review');
    expect(await order.books()).toEqual(lockedAs(100n));
    await order.is('Completed', 100n, after);
    expect(await order.books()).toEqual({ 'suspense:late-payment': 100n * unit, 'external:tron': -100n * unit });
    expect(await order.types()).toContain('OrderClosed');
  });

  it('only what came late of it, when a part came in time', async () => {
    const order = staged();
    await order.is('Undercharge', 40n, { ...before, acceptPartialPayment: true });
    await order.is('Undercharge', 40n, { ...after, acceptPartialPayment: true });
    await order.is('Completed', 100n, { ...after, acceptPartialPayment: true });
    expect(await order.books()).toEqual({
      available: 40n * unit,
      'suspense:late-payment': 60n * unit,
      'external:tron': -100n * unit,
    });
  });

  it('but what was not seen to be late is credited, and so is what came into a new window', async () => {
    const [slow, renewed] = [staged(), staged()];
    await slow.is('Allocated', 0n, before);
    await slow.is('Completed', 100n, after);
    expect(await slow.books()).toEqual(creditedAs(100n));
    await renewed.is('Allocated', 0n, after);
    await renewed.is('Completed', 100n, { ...after, expiresAt: new Date('2026-03-01T11:00:00.000Z') });
    expect(await renewed.books()).toEqual(creditedAs(100n));
  });

  it('but what was on its way before the window passed is in time, though its amount is told later', async () => {
    const order = staged();
    await order.is('Unconfirmed', 0n, before);
    await order.is('Unconfirmed', 0n, after);
    await order.is('Completed', 100n, after);
    expect(await order.books()).toEqual(creditedAs(100n));
  });

  it('and out again when it fails', async () => {
    const order = staged();
    await order.is('Expired');
    await order.is('Confirming', 100n);
    await order.is('Failed', 100n);
    expect(await order.books()).toEqual({});
  });

  it('is not credited as a deposit either, when the provider also reports it unlinked', async () => {
    const order = staged();
    await order.is('Expired');
    await order.is('Completed', 100n, { transactionHashes: ['0xAA'] });
    const { walletId: widgetId, providerId } = order;
    const whose = { providerId, widgetId, address: `T${providerId}`, transactionHash: '0xaa' };
    const unlinked = incoming('Completed', { ...whose, amount: units(100n) });
    stage.terminal.incoming.set(providerId, unlinked);
    expect(await stage.worker().refresh({ kind: 'incoming-transaction', providerId })).toBe('review');
    expect(await order.books()).toEqual({ 'suspense:late-payment': 100n * unit, 'external:tron': -100n * unit });
  });

  /** What the Terminal's list of transactions says: it has no hash, and names no purchase. */
  const unlinked = async (order: StagedPurchase, status: string, address: string) => {
    const [providerId, { walletId: widgetId }] = [`unlinked-${order.providerId}`, order];
    const amount = units(100n);
    const nobodys = { transactionHash: undefined, customerIdentifier: undefined };
    const seen = incoming(status, { providerId, widgetId, address, amount, ...nobodys });
    stage.terminal.incoming.set(providerId, seen);
    return stage.worker().refresh({ kind: 'incoming-transaction', providerId });
  };
  const suspended = { 'suspense:late-payment': 100n * unit, 'external:tron': -100n * unit };

  it('nor when it is told as a deposit only, without a hash and without the purchase', async () => {
    const [order, address] = [staged(), 'TLateAddress'];
    await order.is('Allocated', 0n, { address });
    await order.is('Expired', 0n, { address });
    expect(await unlinked(order, 'Confirming', address)).toBe('applied');
    expect(await order.books()).toEqual(lockedAs(100n));
    expect(await unlinked(order, 'Completed', address)).toBe('review');
    expect(await order.books()).toEqual(suspended);
    expect(await unlinked(order, 'Swept', address)).toBe('applied');
    expect(await order.books()).toEqual(suspended);
    const types = await stage.depositTypes(`unlinked-${order.providerId}`);
    expect(types.filter((type) => type === 'DepositReviewRequired')).toHaveLength(1);
  });

  it('nor when nobody had looked at its purchase since the window closed', async () => {
    const [order, address] = [staged(), 'TClosingAddress'];
    await order.is('Allocated', 0n, { address, ...before });
    order.says('Allocated', 0n, { address, ...after });
    expect(await unlinked(order, 'Completed', address)).toBe('review');
    expect(await order.books()).toEqual(suspended);
  });

  it('and waits, locked, while its purchase may still have it', async () => {
    const [order, address] = [staged(), 'TOpenAddress'];
    await order.is('Allocated', 0n, { address, ...before });
    expect(await unlinked(order, 'Completed', address)).toBe('applied');
    expect(await order.books()).toEqual(lockedAs(100n));
    order.says('Expired', 0n, { address });
    expect(await unlinked(order, 'Completed', address)).toBe('review');
    expect(await order.books()).toEqual(suspended);
  });

  it('and waits as well while nobody can say what became of its purchase', async () => {
    const [order, address] = [staged(), 'TSilentAddress'];
    await order.is('Allocated', 0n, { address, ...before });
    stage.terminal.isSilentOnPurchases = true;
    await unlinked(order, 'Completed', address);
    stage.terminal.isSilentOnPurchases = false;
    expect(await order.books()).toEqual(lockedAs(100n));
  });

  it('and waits in a window that was renewed, until that has passed too', async () => {
    const [order, address] = [staged(), 'TRenewedAddress'];
    const renewed = { address, expiresAt: new Date('2026-03-01T11:00:00.000Z') };
    await order.is('Allocated', 0n, { address, ...after });
    order.says('Allocated', 0n, { ...renewed, asOf: after.asOf });
    await unlinked(order, 'Completed', address);
    expect(await order.books()).toEqual(lockedAs(100n));
    expect((await order.types()).slice(-2)).toEqual(['OrderWindowPassed', 'OrderWindowRenewed']);
    await order.is('Allocated', 0n, { address, ...after }); // An answer from before the window was renewed.
    await unlinked(order, 'Completed', address);
    expect(await order.books()).toEqual(lockedAs(100n));
    order.says('Allocated', 0n, { ...renewed, asOf: new Date('2026-03-01T11:00:01.000Z') });
    expect(await unlinked(order, 'Completed', address)).toBe('review');
    expect(await order.books()).toEqual(suspended);
  });

  it('DW-32 and is never credited beside the payment that its purchase has', async () => {
    const [order, address] = [staged(), 'TTwiceAddress'];
    await order.is('Allocated', 0n, { address, ...before });
    order.says('Completed', 100n, { address, ...before });
    expect(await unlinked(order, 'Completed', address)).toBe('review');
    expect(await order.books()).toEqual({
      available: 100n * unit,
      'suspense:late-payment': 100n * unit,
      'external:tron': -200n * unit,
    });
  });

  it('nor when nobody had heard of its purchase yet', async () => {
    const [order, address] = [staged(), 'TUnheardAddress'];
    expect(await unlinked(order, 'Completed', address)).toBe('review');
    expect(await order.books()).toEqual(suspended);
    await order.is('Expired', 0n, { address });
    expect(await unlinked(order, 'Swept', address)).toBe('applied');
    expect(await order.books()).toEqual(suspended);
  });

  it('nor when the provider does not know its purchase any more', async () => {
    const [order, address] = [staged(), 'TForgottenAddress'];
    await order.is('Allocated', 0n, { address, ...before });
    stage.terminal.purchases.delete(order.providerId);
    expect(await unlinked(order, 'Completed', address)).toBe('review');
    expect(await order.books()).toEqual(suspended);
  });

  it('nor does it wait for a purchase that came to its address after it', async () => {
    const [order, next, address] = [staged(), staged(), 'TReusedAddress'];
    await order.is('Expired', 0n, { address });
    await unlinked(order, 'Confirming', address);
    stage.clock.advance(1_000);
    await next.is('Allocated', 0n, { address, ...before });
    expect(await unlinked(order, 'Completed', address)).toBe('review');
    expect(await order.books()).toEqual(suspended);
  });

  it('but a customer’s is credited where there is no purchase, and stays so, a fork between, when there is one', async () => {
    const [order, address] = [staged(), 'TCreditedAddress'];
    const { providerId, walletId: widgetId } = order;
    const deposit = (status: string) => {
      const whose = { providerId: `deposit-${providerId}`, widgetId, address, transactionHash: undefined };
      stage.terminal.incoming.set(whose.providerId, incoming(status, { ...whose, amount: units(100n) }));
      return stage.worker().refresh({ kind: 'incoming-transaction', providerId: whose.providerId });
    };
    await deposit('Completed');
    expect(await order.books()).toEqual(creditedAs(100n));
    await order.is('Expired', 0n, { address });
    await deposit('PendingFork');
    expect(await order.books()).toEqual(lockedAs(100n));
    await deposit('Completed');
    expect(await deposit('Swept')).toBe('applied');
    expect(await order.books()).toEqual(creditedAs(100n));
  });

  it('and what the order has as paid in time is no late payment when it is told as a deposit too', async () => {
    const [order, address] = [staged(), 'TKnownAddress'];
    const { providerId, walletId: widgetId } = order;
    for (const asOf of [before, after])
      await order.is('Undercharge', 40n, { address, ...asOf, acceptPartialPayment: true });
    const [paid, linked] = [units(40n), `linked-${providerId}`];
    const seen = { providerId: linked, widgetId, address, amount: paid, transactionHash: `${providerId}-0` };
    stage.terminal.incoming.set(linked, incoming('Completed', seen));
    expect(await stage.worker().refresh({ kind: 'incoming-transaction', providerId: linked })).toBe('applied');
    expect(await order.books()).toEqual(creditedAs(40n));
  });

  it('and is for nobody when it had failed before anybody saw it', async () => {
    const [order, address] = [staged(), 'TFailedFirstAddress'];
    await order.is('Expired', 0n, { address });
    expect(await unlinked(order, 'Failed', address)).toBe('applied');
    expect(await order.books()).toEqual({});
  });

  it('and is gone again when it fails', async () => {
    const [order, address] = [staged(), 'TFailedAddress'];
    await order.is('Expired', 0n, { address });
    await unlinked(order, 'Confirming', address);
    await unlinked(order, 'Failed', address);
    expect(await order.books()).toEqual({});
  });
});
