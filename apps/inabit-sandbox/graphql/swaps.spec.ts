import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createSwapText } from '#apps/inabit-sandbox/testing/documented-operations.js';
import { Harness, type HarnessOptions } from '#apps/inabit-sandbox/testing/harness.js';
import { verdict } from '#apps/inabit-sandbox/testing/receiver.js';

const operation = 'createInabitWalletSwap';
const swapText = `query Q($where: TransactionWhereUniqueInput!) { transaction(where: $where) {
  transactionType amount fee txId swapToAmount swapAssetTo { code } status { status } } }`;

describe('IN-10 swaps in an inabit wallet', () => {
  let harness: Harness;
  const start = async (options?: HarnessOptions) => (harness = await Harness.start(options));
  afterEach(() => harness.stop());

  const variables = (amount = '1000.5', note = 'swap-1') => {
    const wallet = harness.wallet(0);
    const ref = (asset: string, blockchain: string) =>
      wallet.accounts.find((each) => each.asset === asset && each.blockchain === blockchain);
    const [from, to] = [ref('USDT', 'TRON'), ref('BTC', 'BTC')];
    return `{"data":{"wallet":{"id":"${wallet.id}"},"financialAsset":{"id":"${from?.financialAssetId}"},"blockchain":{"id":"${from?.blockchainId}"},"swapAssetTo":{"id":"${to?.financialAssetId}"},"swapToBlockchain":{"id":"${to?.blockchainId}"},"amount":${amount},"note":"${note}","isAccelerated":null}}`;
  };
  const swap = async (amount?: string, note?: string) => {
    const { body, text } = await harness.ask(createSwapText, variables(amount, note));
    return {
      text,
      id: z.object({ createInabitWalletSwap: z.object({ id: z.string() }) }).parse(body.data)[operation].id,
    };
  };
  const read = async (id: string) => (await harness.ask(swapText, { where: { id } })).body.data?.['transaction'];

  it('asks the approver with swapDetails, and tells what it brought only on completion', async () => {
    await start({ settings: { completionDelayMs: 200, networkFees: { TRON: '1.5' } } });
    const { id, text } = await swap();
    expect(text).toContain('"amount":1000.5,"fee":1.5,"orderType":"Market"');
    await harness.until(({ status, hashes }) => status === 'Processing' && hashes.length === 1, id);
    expect(await read(id)).toMatchObject({ transactionType: 'Swap', swapToAmount: null, swapAssetTo: { code: 'BTC' } });
    expect(await harness.balance('BTC', 'BTC', 0)).toBe('20');
    await harness.until(({ status }) => status === 'Completed', id);
    expect(await read(id)).toMatchObject({ fee: 1.5, swapToAmount: 0.01111666, txId: expect.any(String) });
    expect(await harness.balance('BTC', 'BTC', 0)).toBe('20.01111666');
    expect(await harness.balance('USDT', 'TRON', 0)).toBe('998999.5');
    expect(await harness.balance('TRX', 'TRON', 0)).toBe('99998.5');
    expect(JSON.parse(harness.callback.requests[0]?.text ?? '')).toMatchObject({
      transactionId: id,
      transactionType: 'Swap',
      coin: 'USDT',
      swapDetails: { toCoin: 'BTC', toChain: 'BTC', toWalletId: harness.wallet(0).id, provider: expect.any(String) },
    });
  });

  it.each([
    [{ output: '0.005' }, '20.005'],
    [{ percent: 10 }, '20.01'],
    [{}, '20.011'],
  ])('slips by %j', async (slippage, balance) => {
    await start();
    await harness.queue({ scenario: 'swap-slippage', operation, ...slippage });
    const { id } = await swap('1000');
    await harness.until(({ status }) => status === 'Completed', id);
    expect(await harness.balance('BTC', 'BTC', 0)).toBe(balance);
  });

  it.each([
    ['lose-response-before-acceptance', 0],
    ['lose-response-after-acceptance', 1],
    ['land-late', 1],
    ['error-after-commit', 1],
    ['duplicate-create', 2],
    ['decline', 0],
  ])('meets the faults of withdrawals: %s creates %i', async (scenario, created) => {
    await start();
    await harness.queue({ scenario, operation, delayMs: 20 });
    await harness.send(createSwapText, variables(), harness.token).catch(() => undefined);
    if (created > 0) await harness.until(({ status }) => status === 'Completed');
    expect(await harness.transactions()).toHaveLength(created);
  });

  it('is not paid after a no, and not asked about while the approver is silent', async () => {
    await start({ respond: () => verdict(false) });
    await harness.queue({ scenario: 'approver-silent', operation, note: 'silent' });
    const silent = await swap('7', 'silent');
    const { id } = await swap();
    await harness.until(({ status }) => status === 'Rejected', id);
    expect(await harness.until(() => true, silent.id)).toMatchObject({ status: 'PendingApproval', offers: 0 });
    expect(await harness.balance('USDT', 'TRON', 0)).toBe('1000000');
  });
});
