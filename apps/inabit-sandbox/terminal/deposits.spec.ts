import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Harness } from '#apps/inabit-sandbox/testing/harness.js';
import { TerminalClient } from '#apps/inabit-sandbox/testing/terminal-client.js';

const customer_deposits = 3;
const purchase_deposits = 4;

describe('players pay', () => {
  let harness: Harness;
  let terminal: TerminalClient;
  beforeEach(async () => {
    harness = await Harness.start({ settings: { depositStepMs: 15 } });
    terminal = await TerminalClient.start(harness);
  });
  afterEach(async () => {
    await harness.stop();
    await terminal.receiver.stop();
  });

  it.each([
    ['plain', 'tron', 'USDT', ['Confirming', 'Completed'], '5'],
    ['plain', 'bitcoin', 'BTC', ['Unconfirmed', 'Confirming', 'Completed'], '5'],
    ['fork-completes', 'tron', 'USDT', ['Confirming', 'PendingFork', 'Confirming', 'Completed'], '5'],
    ['fork-fails', 'tron', 'USDT', ['Confirming', 'PendingFork', 'Failed'], '0'],
    ['rbf', 'bitcoin', 'BTC', ['Unconfirmed', 'Failed'], '0'],
    ['failed-after-credit', 'tron', 'USDT', ['Confirming', 'Completed', 'PendingFork', 'Failed'], '0'],
    ['recovered-after-credit', 'tron', 'USDT', ['Confirming', 'Completed', 'PendingFork', 'Completed'], '5'],
    ['first-seen-pending', 'tron', 'USDT', ['Pending', 'Confirming', 'Completed'], '5'],
  ])('DW-13 to a customer, %s on %s', async (...[scenario, blockchain, asset, statuses, balance]) => {
    await terminal.pay(await terminal.customerAddress(asset, blockchain), '5', scenario);
    await terminal.untilTold(statuses.length);
    expect(await terminal.queued()).toEqual(statuses);
    const code = blockchain === 'tron' ? 'TRON' : 'BTC';
    expect(await harness.balance(asset, code, customer_deposits)).toBe(balance);
  });

  it('takes any status by hand, and then goes on no more', async () => {
    const { id } = await terminal.pay(await terminal.customerAddress(), '5', 'stays');
    await harness.control('POST', `/terminal/deposits/${id}/status`, { status: 'Frozen' });
    await terminal.untilTold(2);
    expect(await terminal.queued()).toEqual(['Confirming', 'Frozen']);
  });

  it.each([
    ['exactly', ['100'], ['Confirming', 'Completed'], '100'],
    ['a little more', ['104'], ['Confirming', 'Completed'], '104'],
    ['too much', ['150'], ['Overcharge', 'Completed'], '150'],
    ['too little', ['99'], ['Undercharge'], '99'],
  ])('DW-18 a purchase is paid %s', async (_, amounts, statuses, balance) => {
    const { id, address } = await terminal.purchase();
    for (const amount of amounts) await terminal.pay(address, amount);
    const last = statuses.at(-1) ?? '';
    await terminal.untilPurchase(id, last);
    await terminal.untilTold(2 + statuses.length);
    expect(await terminal.queued()).toEqual(['Initiated', 'Allocated', ...statuses]);
    expect(new Set(terminal.webhooks().map(({ event }) => event))).toEqual(new Set(['PurchaseUpdated']));
    await harness.control('GET', '/terminal/deposits');
    await terminal.untilDeposit((await terminal.pay(address, '1', 'rbf')).id, 'Failed');
    expect(await harness.balance('USDT', 'TRON', purchase_deposits)).toBe(balance);
  });

  it('is paid in several parts', async () => {
    const { id, address } = await terminal.purchase();
    await terminal.pay(address, '60');
    await terminal.untilPurchase(id, 'Undercharge');
    await terminal.pay(address, '40');
    expect(await terminal.untilPurchase(id, 'Completed')).toMatchObject({ amount: '100', status: 'Completed' });
    expect((await terminal.untilPurchase(id, 'Completed'))['transactions']).toHaveLength(2);
  });

  it('expires short, expires unpaid, and is paid too late', async () => {
    const [short, unpaid] = [await terminal.purchase(), await terminal.purchase()];
    await terminal.pay(short.address, '60');
    for (const { id } of [short, unpaid]) await harness.control('POST', `/terminal/purchases/${id}/expire`);
    await terminal.untilPurchase(short.id, 'UnderchargeExpired');
    await terminal.untilPurchase(unpaid.id, 'Expired');
    await terminal.pay(unpaid.address, '100');
    expect(await terminal.untilPurchase(unpaid.id, 'Expired')).toMatchObject({ amount: '100' });
    await harness.control('PATCH', '/settings', { latePayments: 'unlinked' });
    const late = await terminal.pay(unpaid.address, '7');
    expect(late).toMatchObject({ linked: false });
    const { data } = await terminal.ask('GET', '/v1/merchant/customer/incoming-transaction', { key: 'organization' });
    expect(data).toMatchObject({ transactions: [{ hash: late.id, customerId: null, amount: 7 }], total: 1 });
  });

  it('closes the window by itself', async () => {
    await harness.control('PATCH', '/settings', { purchaseWindowMs: 10 });
    const { id } = await terminal.purchase();
    await terminal.untilPurchase(id, 'Expired');
  });

  it('accepts any amount where the widget takes partial payments', async () => {
    const widget = harness.sandbox.widgets.find(({ kind }) => kind === 'purchase');
    await harness.control('PATCH', `/terminal/widgets/${widget?.id}`, { acceptPartialPayment: true });
    const { id, address } = await terminal.purchase();
    await terminal.pay(address, '1');
    await terminal.untilPurchase(id, 'Completed');
  });
});
