import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Harness } from '#apps/inabit-sandbox/testing/harness.js';
import { TerminalClient } from '#apps/inabit-sandbox/testing/terminal-client.js';

const [customer_deposits, purchase_deposits, gas_station] = [3, 4, 5];
const feeText = 'query Q($where: TransactionWhereUniqueInput!) { transaction(where: $where) { transactionType fee } }';

describe('sweeps, gas and fees', () => {
  let harness: Harness;
  let terminal: TerminalClient;
  beforeEach(async () => {
    harness = await Harness.start({ settings: { networkFees: { TRON: '1.5' } } });
    terminal = await TerminalClient.start(harness);
  });
  afterEach(async () => {
    await harness.stop();
    await terminal.receiver.stop();
  });

  it('a sweep of several deposit wallets arrives in the Master Wallet, and the gas station pays', async () => {
    await terminal.pay(await terminal.customerAddress(), '7');
    const { id: purchaseId, address } = await terminal.purchase();
    await terminal.pay(address, '100');
    await terminal.untilPurchase(purchaseId, 'Completed');
    const walletIds = [customer_deposits, purchase_deposits].map((index) => harness.wallet(index).id);
    const wish = { walletIds, asset: 'USDT', blockchain: 'TRON' };
    const { id } = z.object({ id: z.string() }).parse(await harness.control('POST', '/sweeps', wish));
    await harness.until(({ status }) => status === 'Completed', id);
    expect(await terminal.untilPurchase(purchaseId, 'Swept')).toMatchObject({
      sweepingStatus: 'Completed',
      sweepingFee: '1.5',
    });
    expect(await harness.balance('USDT', 'TRON', 0)).toBe('1000107');
    expect(await harness.balance('USDT', 'TRON', customer_deposits)).toBe('0');
    expect(await harness.balance('USDT', 'TRON', purchase_deposits)).toBe('0');
    expect(await harness.balance('TRX', 'TRON', gas_station)).toBe('49998.5');
    expect(JSON.parse(harness.callback.requests[0]?.text ?? '')).toMatchObject({
      transactionType: 'Sweep',
      walletId: walletIds,
      amount: 107,
    });
    expect(await harness.control('GET', '/books')).toMatchObject({
      gasTopUps: [{ sweepId: id, fromWalletId: harness.wallet(gas_station).id, asset: 'TRX', amount: '1.5' }],
    });
  });

  it('a fee of one transaction, and one that is corrected later', async () => {
    await harness.queue({ scenario: 'network-fee', fee: '2' });
    const id = await harness.created();
    await harness.until(({ status }) => status === 'Completed', id);
    expect(await harness.balance('TRX')).toBe('24998');
    await harness.control('POST', `/transactions/${id}/fee`, { fee: '3.25' });
    expect(await harness.balance('TRX')).toBe('24996.75');
    const { body } = await harness.ask(feeText, { where: { id } });
    expect(body.data?.['transaction']).toEqual({ transactionType: 'Withdrawal', fee: 3.25 });
  });
});
