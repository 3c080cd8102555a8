import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { createWithdrawalText, transactionText } from '#apps/inabit-sandbox/testing/documented-operations.js';
import { Harness, type HarnessOptions } from '#apps/inabit-sandbox/testing/harness.js';
import { verdict } from '#apps/inabit-sandbox/testing/receiver.js';

describe('PO-09 the life of a withdrawal', () => {
  let harness: Harness;
  const start = async (options?: HarnessOptions) => (harness = await Harness.start(options));
  const statusOf = async (id: string) =>
    (
      await harness.ask(
        'query T($where: TransactionWhereUniqueInput!) { transaction(where: $where) { txId fee status { status } } }',
        { where: { id } },
      )
    ).body.data?.['transaction'];
  afterEach(() => harness.stop());

  it('approved: PendingApproval, Processing, then a hash and a lower balance, then Completed', async () => {
    const settings = { callbackUrl: null, approvalDelayMs: 0, broadcastDelayMs: 150, completionDelayMs: 150 };
    await start({ settings });
    const id = await harness.created({ amount: '12.5' });
    expect(await statusOf(id)).toEqual({ txId: null, fee: null, status: { status: 'PendingApproval' } });
    await harness.control('PATCH', '/settings', { callbackUrl: harness.callback.url });
    await harness.until(({ status }) => status === 'Processing');
    expect(await statusOf(id)).toEqual({ txId: null, fee: null, status: { status: 'Processing' } });
    expect(await harness.balance()).toBe('250000');
    await harness.until(({ hashes }) => hashes.length === 1);
    expect(await statusOf(id)).toEqual({
      txId: expect.stringMatching(/^[0-9a-f]{64}$/),
      fee: 0,
      status: { status: 'Processing' },
    });
    expect(await harness.balance()).toBe('249987.5');
    await harness.until(({ status }) => status === 'Completed');
    expect((await harness.ledger()).broadcasts).toMatchObject([{ transactionId: id, amount: '12.5', reverted: false }]);
  });

  it('refused: Rejected, nothing leaves', async () => {
    await start({ respond: () => verdict(false) });
    await harness.created();
    await harness.until(({ status }) => status === 'Rejected');
    expect(await harness.balance()).toBe('250000');
    expect((await harness.ledger()).broadcasts).toEqual([]);
  });

  it('unasked: stays PendingApproval', async () => {
    await start({ settings: { callbackUrl: null } });
    const id = await harness.created();
    await wait(100);
    expect(await statusOf(id)).toMatchObject({ status: { status: 'PendingApproval' } });
    expect(harness.callback.requests).toEqual([]);
  });

  it('F3.9 insufficient funds: an error at the creation', async () => {
    await start();
    const { body } = await harness.ask(createWithdrawalText, harness.withdrawalVariables({ amount: '250000.000001' }));
    const text = 'Insufficient funds: the wallet does not hold that much USDT.';
    expect(body).toMatchObject({ errors: [{ message: 'INTERNAL_SERVER_ERROR', extensions: { message: text } }] });
    expect(await harness.transactions()).toEqual([]);
  });

  it('F3.9 insufficient funds: Failed later, when so set', async () => {
    await start({ settings: { insufficientFunds: 'later' } });
    await harness.created({ amount: '250000.000001' });
    expect(await harness.until(({ status }) => status === 'Failed')).toMatchObject({ reason: 'Insufficient funds' });
    expect(await harness.balance()).toBe('250000');
  });

  it('F3.9 two withdrawals that fit one by one but not together: the second fails', async () => {
    await start();
    await harness.control('PUT', `/wallets/${harness.wallet().id}/balance`, {
      asset: 'USDT',
      blockchain: 'TRON',
      balance: '9',
    });
    await Promise.all([harness.created({ amount: '5' }), harness.created({ amount: '5' })]);
    await harness.until(({ status }) => status === 'Failed');
    await harness.until(({ status }) => status === 'Completed');
    expect(await harness.balance()).toBe('4');
  });

  it('A15 charges a network fee in the native coin, on top, and shows it', async () => {
    await start({ settings: { networkFees: { TRON: '1.1', ETH: '0.000000000000000021' } } });
    const tron = await harness.created();
    const ether = await harness.created({ asset: 'ETH', blockchain: 'ETH', amount: '1' });
    await harness.until(({ status }) => status === 'Completed', tron);
    await harness.until(({ status }) => status === 'Completed', ether);
    expect((await harness.ask(transactionText, { where: { id: tron } })).text).toContain('"fee":1.1,');
    expect((await harness.ask(transactionText, { where: { id: ether } })).text).toContain(
      '"fee":0.000000000000000021,',
    );
    expect(await harness.balance('TRX')).toBe('24998.9');
    expect(await harness.balance('ETH', 'ETH')).toBe('48.999999999999999979');
  });

  it('fails when the native coin does not cover the fee', async () => {
    await start({ settings: { networkFees: { TRON: '25000.1' } } });
    await harness.created();
    await harness.until(({ status, reason }) => status === 'Failed' && reason === 'Insufficient funds');
  });

  it('IN-11 a transfer to another wallet of the organisation arrives there', async () => {
    await start();
    const address = harness
      .wallet(2)
      .accounts.find(({ blockchain }) => blockchain === 'ETH')
      ?.address.toLowerCase();
    await harness.created({ wallet: 0, asset: 'USDC', blockchain: 'ETH', amount: '1000.25', address: address ?? '' });
    await harness.until(({ status }) => status === 'Completed');
    expect(await harness.balance('USDC', 'ETH', 0)).toBe('998999.75');
    expect(await harness.balance('USDC', 'ETH', 2)).toBe('251000.25');
    expect(await harness.balance('USDC', 'TRON', 2)).toBe('250000');
  });

  it('A3 shows other status texts when told to', async () => {
    await start({ settings: { statusTexts: { Completed: 'Done' } } });
    const id = await harness.created();
    await harness.until(({ status }) => status === 'Completed');
    expect(await statusOf(id)).toMatchObject({ status: { status: 'Done' } });
  });
});

describe('endings by hand', () => {
  let harness: Harness;
  afterEach(() => harness.stop());

  it('settles, fails and cancels what nobody approved, once', async () => {
    harness = await Harness.start({ settings: { callbackUrl: null } });
    const [paid, failed, cancelled] = [await harness.created(), await harness.created(), await harness.created()];
    await harness.control('POST', `/transactions/${paid}/settle`);
    await harness.control('POST', `/transactions/${failed}/fail`, { reason: 'Bad address' });
    await harness.control('POST', `/transactions/${cancelled}/cancel`);
    const all = await harness.transactions();
    expect(all.map(({ status, reason }) => [status, reason])).toEqual([
      ['Completed', null],
      ['Failed', 'Bad address'],
      ['Cancelled', 'by hand'],
    ]);
    expect(await harness.balance()).toBe('249995');
    await expect(harness.control('POST', `/transactions/${paid}/fail`)).rejects.toThrow('409');
    await expect(harness.control('POST', '/transactions/clnone/settle')).rejects.toThrow('404');
  });

  it('a failure after the broadcast gives the amount back, not the fee, and marks the broadcast', async () => {
    harness = await Harness.start({ settings: { completionDelayMs: 60_000, networkFees: { TRON: '1' } } });
    const id = await harness.created();
    await harness.until(({ hashes }) => hashes.length === 1);
    await harness.control('POST', `/transactions/${id}/fail`);
    expect([await harness.balance('USDT'), await harness.balance('TRX')]).toEqual(['250000', '24999']);
    expect((await harness.ledger()).broadcasts).toMatchObject([{ reverted: true }]);
  });
});
