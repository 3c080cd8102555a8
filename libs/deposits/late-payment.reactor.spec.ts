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
    const unlinked = incoming('Completed', { providerId, widgetId, amount: units(100n), transactionHash: '0xaa' });
    stage.terminal.incoming.set(providerId, unlinked);
    expect(await stage.worker().refresh({ kind: 'incoming-transaction', providerId })).toBe('review');
    expect(await order.books()).toEqual({ 'suspense:late-payment': 100n * unit, 'external:tron': -100n * unit });
  });
});
