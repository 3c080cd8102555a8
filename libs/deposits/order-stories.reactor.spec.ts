import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findAsset } from '../money/asset.js';
import { money } from '../money/money.js';
import { accountStream } from '../ledger/account.codec.js';
import { DepositStage } from './deposit-stage.fixtures.js';
import { btc, purchase, units, usdt } from './deposit.fixtures.js';
import { orderIdOf } from './incoming-id.js';
import { orderStream } from './order.codec.js';
import type { OverchargeRule } from './sighting.js';
import { creditedAs, lockedAs, StagedPurchase, unit } from './staged-purchase.fixtures.js';
import type { RawPurchase } from './terminal-source.js';

let stage: DepositStage;

beforeAll(async () => {
  stage = await DepositStage.start();
});

afterAll(() => stage.stop());

const staged = (excess?: OverchargeRule['excess']) => new StagedPurchase(stage, excess);
const unchosen = { asset: undefined, address: undefined, planned: undefined, received: undefined };

describe('DW-16 a purchase', () => {
  it('DW-04 DW-05 is initiated before it has an address, and allocated with one', async () => {
    const order = staged();
    await order.is('Initiated', 0n, unchosen);
    expect(await order.types()).toEqual(['OrderOpened']);
    await order.is('Allocated');
    expect(await order.types()).toEqual(['OrderOpened', 'OrderAllocated', 'OrderStatusChanged']);
    expect(await order.books()).toEqual({});
  });

  it('DW-06 DW-30 Undercharge: each of several transactions is locked, and all are credited on completion', async () => {
    const order = staged();
    await order.is('Allocated');
    await order.is('Undercharge', 40n);
    expect(await order.books()).toEqual(lockedAs(40n));
    await order.is('Undercharge', 60n);
    expect(await order.books()).toEqual(lockedAs(60n));
    await order.is('Confirming', 100n);
    await order.is('Completed', 100n);
    expect(await order.books()).toEqual(creditedAs(100n));
    expect((await order.types()).filter((type) => type === 'OrderPaymentSeen')).toHaveLength(3);
  });

  it('DW-07 UnderchargeExpired: what came is nobody’s until a person says whose', async () => {
    const order = staged();
    await order.is('Undercharge', 40n);
    expect(await order.is('UnderchargeExpired', 40n)).toBe('review');
    expect(await order.books()).toEqual({ 'suspense:late-payment': 40n * unit, 'external:tron': -40n * unit });
  });

  it('DW-30 completed with less than planned is credited where partial payments are taken', async () => {
    const order = staged();
    await order.is('Completed', 70n, { acceptPartialPayment: true });
    expect(await order.books()).toEqual(creditedAs(70n));
  });

  it('DW-30 and stays locked, with a review, where they are not', async () => {
    const order = staged();
    expect(await order.is('Completed', 70n)).toBe('review');
    expect(await order.books()).toEqual(lockedAs(70n));
  });

  it('DW-08 DW-09 DW-12 Unconfirmed and Confirming lock, Completed and Swept credit, once', async () => {
    const order = staged();
    for (const status of ['Unconfirmed', 'Confirming']) {
      await order.is(status, 100n);
      expect(await order.books()).toEqual(lockedAs(100n));
    }
    for (const status of ['Completed', 'Completed', 'Swept', 'Completed']) {
      await order.is(status, 100n);
      expect(await order.books()).toEqual(creditedAs(100n));
    }
  });

  it('DW-11 Expired without a payment moves nothing; its end is not undone', async () => {
    const order = staged();
    await order.is('Allocated');
    expect(await order.is('Expired')).toBe('applied');
    expect(await order.is('Allocated')).toBe('unchanged');
    expect(await order.books()).toEqual({});
  });

  it('DW-28 a tiny overpayment within the tolerance completes, and exactly what came is credited', async () => {
    const providerId = randomUUID();
    const widgetId = `wal_${providerId}`;
    const amounts = { asset: btc, planned: money(btc, 673n), received: money(btc, 700n) };
    const address = 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq';
    const hashes = { transactionHashes: ['e30e5411'] };
    const seen = purchase('Completed', 0n, { providerId, widgetId, address, ...amounts, ...hashes });
    stage.terminal.purchases.set(providerId, seen);
    await stage.worker().refresh({ kind: 'purchase', providerId });
    expect(await stage.books(widgetId, btc)).toEqual({ available: 700n, 'external:bitcoin': -700n });
  });
});

describe('DW-10 Overcharge', () => {
  const story = async (excess: OverchargeRule['excess']) => {
    const order = staged(excess);
    await order.is('Confirming', 130n);
    await order.is('Overcharge', 130n);
    expect(await order.books()).toEqual(lockedAs(130n));
    const outcome = await order.is('Completed', 130n);
    const books = Object.entries(await order.books()).map(([account, minor]) => [
      account.replace(/ord_\w+/, 'id'),
      minor,
    ]);
    return { order, outcome, books: Object.fromEntries(books) as Record<string, bigint> };
  };
  const aside = { available: 100n * unit, 'suspense:overcharge-id': 30n * unit, 'external:tron': -130n * unit };

  it('credit: the operator gets all of it', async () =>
    expect(await story('credit')).toMatchObject({ outcome: 'applied', books: creditedAs(130n) }));

  it('ignore: the excess is set aside', async () =>
    expect(await story('ignore')).toMatchObject({ outcome: 'applied', books: aside }));

  it('refund: the excess is set aside, and a person is called to send it back', async () =>
    expect(await story('refund')).toMatchObject({ outcome: 'review', books: aside }));

  it('F5.9 a fork takes the excess back, and sets it aside again when it is resolved', async () => {
    const { order } = await story('ignore');
    await order.is('PendingFork', 130n);
    expect(await order.books()).toEqual(lockedAs(130n));
    await order.is('Completed', 130n);
    expect(await order.books()).toMatchObject({ available: 100n * unit });
    await order.is('PendingFork', 130n);
    await order.is('Failed', 130n);
    expect(await order.books()).toEqual({});
  });
});

describe('DW-13 DW-14 a purchase whose block is forked away', () => {
  it('is locked again, credited again, and reversed when it fails', async () => {
    const order = staged();
    await order.is('Completed', 100n);
    await order.is('PendingFork', 100n);
    expect(await order.books()).toEqual(lockedAs(100n));
    await order.is('Completed', 100n);
    expect(await order.books()).toEqual(creditedAs(100n));
    await order.is('Failed', 100n);
    expect(await order.books()).toEqual({});
  });
});

describe('PO-16 what cannot be resolved is for a person, and moves no money', () => {
  it.each<[string, Partial<RawPurchase>]>([
    ['asset', { asset: findAsset('USDC@tron') }],
    ['address', { address: 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8' }],
    ['plan', { planned: units(1n) }],
    ['received', { received: units(1n) }],
    ['widget', { widgetId: 'foreign' }],
    ['customer', { purchaseIdentifier: 'someone@example.com' }],
  ])('S-14 another %s than at first', async (_, changes) => {
    const order = staged();
    await order.is('Confirming', 100n);
    expect(await order.is('Completed', 100n, changes)).toBe('review');
    expect(await order.books()).toEqual(lockedAs(100n));
  });

  it('the rate may be updated for as long as nothing was paid', async () => {
    const order = staged();
    await order.is('Allocated');
    expect(await order.is('Allocated', 0n, { planned: units(101n) })).toBe('applied');
    expect(await order.is('Confirming', 101n, { planned: units(101n) })).toBe('applied');
  });

  it('an unknown status, a foreign widget, an unknown asset', async () => {
    const order = staged();
    expect(await order.is('Pondering')).toBe('review');
    expect(await order.is('Allocated', 0n, { widgetId: 'foreign' })).toBe('review');
    expect(await order.is('Allocated', 0n, { asset: undefined })).toBe('review');
    expect(await order.is('Allocated', 0n, { asset: undefined })).toBe('unchanged');
    expect(await order.is('Completed', 100n)).toBe('applied');
    expect(await order.books()).toEqual(creditedAs(100n));
    expect(await order.is('Pondering', 100n)).toBe('review');
    expect(await order.is('GenerateAddressFailed', 100n)).toBe('review');
  });
});

describe('IN-28 S-14 what an order cannot be placed by, once its customer has chosen', () => {
  it.each<[string, Partial<RawPurchase>]>([
    ['unknown-asset', { asset: undefined }],
    ['unreadable-amount', { planned: undefined }],
    ['network-not-allowed', { asset: findAsset('USDT@ethereum-sepolia') }],
  ])('%s: a person is called, it stays open, and goes on when it can be placed', async (detail, changes) => {
    const order = staged();
    const live = stage.recorders({ excess: 'ignore', toleranceBps: 500 }, { networks: ['tron'] }).orders;
    const record = async (status: string, received: bigint, more: Partial<RawPurchase>) => {
      order.says(status, received, more);
      const sighting = stage.terminal.purchases.get(order.providerId);
      return sighting && live.record({ sighting, evidence: 'pull' });
    };
    expect(await record('Initiated', 0n, { address: undefined, planned: undefined })).toBe('applied');
    expect(await record('Allocated', 0n, changes)).toBe('review');
    expect(await record('Completed', 100n, changes)).toBe('review');
    expect(await record('Completed', 100n, changes)).toBe('unchanged');
    const facts = await stage.dataOf(orderStream(orderIdOf(order.providerId)));
    expect(facts.at(-1)).toMatchObject({ reason: 'cannot-be-placed', detail: `${detail} (Completed)` });
    expect(await order.types()).not.toContain('OrderClosed');
    expect(await order.books()).toEqual({});
    expect(await record('Completed', 100n, {})).toBe('applied');
    expect(await order.books()).toEqual(creditedAs(100n));
  });

  it('DW-30 completed with nothing paid is for a person', async () => {
    const order = staged();
    await order.is('Allocated');
    expect(await order.is('Completed', 0n)).toBe('review');
  });

  it('IN-05 its widget may be configured anew meanwhile: what it was opened with counts', async () => {
    const order = staged();
    await order.is('Undercharge', 40n);
    expect(await order.is('Completed', 40n, { acceptPartialPayment: true })).toBe('review');
    const facts = await stage.dataOf(orderStream(orderIdOf(order.providerId)));
    expect(facts.map(({ reason }) => reason)).toContain('completed-short');
    expect(await order.books()).toEqual(lockedAs(40n));
  });
});

describe('IN-02 a purchase and its money', () => {
  it('say whose they are; what no widget of ours took is nobody’s', async () => {
    const order = staged();
    await order.is('Undercharge', 40n);
    await order.is('Completed', 100n);
    const written = await Promise.all(
      [orderStream(orderIdOf(order.providerId)), accountStream(order.walletId, usdt)].map((name) => operatorsIn(name)),
    );
    expect(written).toEqual([['op_1'], ['op_1']]);
    const foreign = staged();
    await foreign.is('Completed', 100n, { widgetId: 'foreign' });
    expect(await operatorsIn(orderStream(orderIdOf(foreign.providerId)))).toEqual([undefined]);
  });

  async function operatorsIn(streamName: string) {
    const { events } = await stage.streams.read(streamName);
    return [...new Set(events.map(({ metadata }) => metadata.onBehalfOf))];
  }
});
