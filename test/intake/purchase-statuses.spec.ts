import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MoneyInStage, type CameOf } from '#test/support/money-in-stage.js';
import { PlayersPurchase, type CoinName } from './players.fixtures.js';

let stage: MoneyInStage;

beforeAll(async () => {
  stage = await MoneyInStage.start(3_600_000);
}, 60_000);
afterAll(() => stage.stop());

const unit = 1_000_000n;
const chainOf = { tron: 'tron', ether: 'ethereum', bitcoin: 'bitcoin', sepolia: 'ethereum-sepolia' } as const;

/** Where so many minor units are, which came from outside. */
function books(coin: CoinName, places: Readonly<Record<string, bigint>>): CameOf['books'] {
  const all = Object.values(places).reduce((sum, minor) => sum + minor, 0n);
  const texts = Object.entries(places).map(([place, minor]) => [place, String(minor)] as const);
  if (all === 0n) return {};
  return Object.fromEntries([[`external:${chainOf[coin]}`, `-${all}`] as const, ...texts]);
}

/** What is told is the status that the purchase has. */
async function told(purchase: PlayersPurchase, changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const { status, amount } = await purchase.seen();
  expect(await stage.tell(purchase.webhook(status, { amount, ...changes }))).toBe(200);
  return status;
}

async function becomes(purchase: PlayersPurchase, wanted: CameOf): Promise<void> {
  expect(await purchase.cameOf()).toEqual(wanted);
}

/** A purchase of 100 USDT that has its address. */
async function chosen(widget = 'ignore'): Promise<PlayersPurchase> {
  const purchase = await PlayersPurchase.of(stage, widget, 'tron', '100');
  await purchase.choose();
  return purchase;
}

/** Each payment becomes completed, and that is told. */
async function completed(purchase: PlayersPurchase, ...payments: readonly string[]): Promise<void> {
  for (const id of payments) await purchase.paymentBecomes(id, 'Completed');
  await told(purchase);
}

const inTron = (places: Readonly<Record<string, bigint>>, ...reviews: readonly string[]) => ({
  books: books('tron', places),
  reviews,
});
const nothing = inTron({});

describe('DW-16 DW-18 a purchase, as its webhooks tell of it', () => {
  it.each(['PurchaseUpdated', 'PurchaseInitiated'])(
    'DW-04 DW-05 Initiated under the name %s, then Allocated',
    async (event) => {
      const purchase = await PlayersPurchase.of(stage, 'ignore', 'tron', '100');
      await stage.tell(purchase.webhook('Initiated', { event: `"${event}"` }));
      expect(await purchase.facts()).toEqual(['OrderOpened']);
      await purchase.choose();
      expect(await told(purchase)).toBe('Allocated');
      const facts = ['OrderOpened', 'OrderAllocated', 'OrderStatusChanged'];
      expect(await purchase.facts()).toEqual(facts);
      await becomes(purchase, nothing);
    },
  );

  it('DW-28 the samples: 0.00000673 BTC asked for, 0.000007 paid, within the tolerance', async () => {
    const purchase = await PlayersPurchase.of(stage, 'ignore', 'bitcoin', '0.6057');
    await stage.tell(purchase.webhook('Initiated'));
    await purchase.choose();
    const payment = await purchase.pay('0.000007');
    expect(await told(purchase, { amount: '7e-6', plannedAmount: '6.73e-6' })).toBe('Unconfirmed');
    await becomes(purchase, { books: books('bitcoin', { incoming: 700n }), reviews: [] });
    await purchase.paymentBecomes(payment, 'Confirming');
    expect(await told(purchase)).toBe('Confirming');
    await completed(purchase, payment);
    await becomes(purchase, { books: books('bitcoin', { available: 700n }), reviews: [] });
  });

  it.each(['exponent', 'plain'])('INV-L5 to the last of 18 decimals, written in the %s way', async (numberNotation) => {
    await stage.control('PATCH', '/settings', { numberNotation });
    const purchase = await PlayersPurchase.of(stage, 'credit', 'ether', '3');
    await purchase.choose();
    const payment = await purchase.pay('0.001000000000000001');
    await completed(purchase, payment);
    const came = books('ether', { available: 1_000_000_000_000_001n });
    await becomes(purchase, { books: came, reviews: [] });
  });

  it.each<[string, Readonly<Record<string, bigint>>, readonly string[]]>([
    ['Pending', { incoming: 100n * unit }, []],
    ['Unconfirmed', { incoming: 100n * unit }, []],
    ['Confirming', { incoming: 100n * unit }, []],
    ['PendingFork', { incoming: 100n * unit }, []],
    ['Overcharge', { incoming: 100n * unit }, []],
    ['Completed', { available: 100n * unit }, []],
    ['Swept', { available: 100n * unit }, []],
    ['Failed', {}, []],
    ['Undercharge', { incoming: 100n * unit }, []],
    ['UnderchargeExpired', { 'suspense:late-payment': 100n * unit }, ['undercharge-expired']],
    ['Expired', { 'suspense:late-payment': 100n * unit }, ['late-payment']],
    ['Pondering', {}, ['unknown-status']],
  ])('DW-07…DW-15 whose first sight is %s, paid in full', async (status, places, reviews) => {
    const purchase = await chosen();
    await purchase.pay('100');
    await purchase.become(status);
    expect(await told(purchase)).toBe(status);
    await becomes(purchase, inTron(places, ...reviews));
  });

  it('GenerateAddressFailed: nothing came', async () => {
    const purchase = await PlayersPurchase.of(stage, 'ignore', 'tron', '100');
    await purchase.become('GenerateAddressFailed');
    await told(purchase);
    expect(await purchase.facts()).toEqual(['OrderOpened', 'OrderClosed']);
  });
});

describe('DW-06 DW-30 several transactions', () => {
  it('each is locked while it is too little, and all are credited when it is enough', async () => {
    const purchase = await chosen();
    const first = await purchase.pay('40.000001');
    expect(await told(purchase)).toBe('Undercharge');
    await becomes(purchase, inTron({ incoming: 40_000_001n }));
    const second = await purchase.pay('30');
    expect(await told(purchase)).toBe('Undercharge');
    await becomes(purchase, inTron({ incoming: 70_000_001n }));
    const third = await purchase.pay('29.999999');
    await told(purchase);
    await becomes(purchase, inTron({ incoming: 100n * unit }));
    await completed(purchase, first, second, third);
    await becomes(purchase, inTron({ available: 100n * unit }));
  });

  it('of which one fails: what is left is too little, and that is for a person', async () => {
    const purchase = await chosen();
    const [, second] = [await purchase.pay('60'), await purchase.pay('40')];
    await told(purchase);
    await becomes(purchase, inTron({ incoming: 100n * unit }));
    await purchase.paymentBecomes(second, 'Failed');
    expect(await told(purchase)).toBe('Undercharge');
    await becomes(purchase, inTron({ incoming: 100n * unit }));
  });

  it('that are too little for ever, where partial payments are taken', async () => {
    const purchase = await chosen('partial');
    const payment = await purchase.pay('70');
    await completed(purchase, payment);
    await becomes(purchase, inTron({ available: 70n * unit }));
  });

  it('DW-07 SD-06 RS-08 that are too little when the window closes', async () => {
    const purchase = await chosen();
    await purchase.pay('40');
    await told(purchase);
    await purchase.expire();
    expect(await told(purchase)).toBe('UnderchargeExpired');
    await becomes(purchase, inTron({ 'suspense:late-payment': 40n * unit }, 'undercharge-expired'));
  });
});

describe('DW-10 too much, by the rule of the operator', () => {
  const aside = { available: 100n * unit, 'suspense:overcharge-it': 30n * unit };
  it.each<[string, Readonly<Record<string, bigint>>, readonly string[]]>([
    ['credit', { available: 130n * unit }, []],
    ['ignore', aside, []],
    ['refund', aside, ['overcharge-to-refund']],
  ])('%s', async (rule, places, reviews) => {
    const purchase = await chosen(rule);
    const payment = await purchase.pay('130');
    expect(await told(purchase)).toBe('Overcharge');
    await becomes(purchase, inTron({ incoming: 130n * unit }));
    await completed(purchase, payment);
    await becomes(purchase, inTron(places, ...reviews));
  });
});

describe('DW-11 F5.10 after the window', () => {
  it('without a payment nothing moves; one that comes then is in suspense when it is final', async () => {
    const purchase = await chosen();
    await told(purchase);
    await purchase.expire();
    expect(await told(purchase)).toBe('Expired');
    const payment = await purchase.pay('100');
    await completed(purchase, payment);
    await becomes(purchase, inTron({ 'suspense:late-payment': 100n * unit }, 'late-payment'));
  });
});

describe('DW-13 DW-14 a block that is forked away after the credit', () => {
  it('is compensated for: locked, credited again, and reversed when it fails', async () => {
    const purchase = await chosen('ignore');
    const payment = await purchase.pay('130');
    const aside = inTron({ available: 100n * unit, 'suspense:overcharge-it': 30n * unit });
    await completed(purchase, payment);
    await becomes(purchase, aside);
    await purchase.paymentBecomes(payment, 'PendingFork');
    expect(await told(purchase)).toBe('PendingFork');
    await becomes(purchase, inTron({ incoming: 130n * unit }));
    await completed(purchase, payment);
    await becomes(purchase, aside);
    await purchase.paymentBecomes(payment, 'Failed');
    expect(await told(purchase)).toBe('Failed');
    await becomes(purchase, nothing);
  });
});
