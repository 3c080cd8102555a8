import { afterEach, describe, expect, it } from '@jest/globals';
import { createWithdrawalText, walletsText } from '#apps/inabit-sandbox/testing/documented-operations.js';
import { Harness } from '#apps/inabit-sandbox/testing/harness.js';

const amountQuery = 'query T($where: TransactionWhereUniqueInput!) { transaction(where: $where) { amount } }';

describe('F3.13 F1.14 amounts on the wire', () => {
  let harness: Harness;
  afterEach(() => harness.stop());

  it.each([
    ['0.00000673', 'BTC', 'BTC', '0.00000673'],
    ['1e-7', 'BTC', 'BTC', '0.0000001'],
    ['0.123456789012345678', 'ETH', 'ETH', '0.123456789012345678'],
    ['12.50', 'USDT', 'TRON', '12.5'],
  ])('%s %s comes back with exactly its digits, everywhere', async (amount, asset, blockchain, written) => {
    harness = await Harness.start();
    const id = await harness.created({ amount, asset, blockchain });
    const { text } = await harness.ask(amountQuery, { where: { id } });
    expect(text).toBe(`{"data":{"transaction":{"amount":${written}}}}`);
    await harness.until(({ status }) => status === 'Completed');
    expect(harness.callback.requests[0]?.text).toContain(`"amount":${written},`);
    expect((await harness.ledger()).broadcasts[0]).toMatchObject({ amount: written });
  });

  it('takes an amount from the query text as exactly as from the variables', async () => {
    harness = await Harness.start();
    const { data } = JSON.parse(harness.withdrawalVariables({ asset: 'ETH', blockchain: 'ETH' })) as {
      data: Record<'wallet' | 'financialAsset' | 'blockchain', { id: string }>;
    };
    const ids = `wallet: {id: "${data.wallet.id}"}, financialAsset: {id: "${data.financialAsset.id}"}, blockchain: {id: "${data.blockchain.id}"}`;
    const query = `mutation { createWithdrawal(data: {${ids}, address: "0x1", amount: 0.100000000000000001}) { amount } }`;
    expect((await harness.ask(query)).text).toContain('"amount":0.100000000000000001}');
  });

  it('keeps the last of 18 decimals of a balance after a payout', async () => {
    harness = await Harness.start();
    await harness.created({ asset: 'ETH', blockchain: 'ETH', amount: '0.000000000000000001' });
    await harness.until(({ status }) => status === 'Completed');
    const { text } = await harness.ask(walletsText);
    expect(text).toContain('"balance":49.999999999999999999,');
  });

  it('can write tiny numbers as a JavaScript server would', async () => {
    harness = await Harness.start({ settings: { numberNotation: 'exponent' } });
    const id = await harness.created({ amount: '0.00000015', asset: 'BTC', blockchain: 'BTC' });
    const { text } = await harness.ask(amountQuery, { where: { id } });
    expect(text).toBe('{"data":{"transaction":{"amount":1.5e-7}}}');
  });

  it('refuses more decimals than the asset has, instead of rounding', async () => {
    harness = await Harness.start();
    const { body } = await harness.ask(createWithdrawalText, harness.withdrawalVariables({ amount: '1e-7' }));
    expect(body.errors?.[0]?.extensions).toMatchObject({ message: 'The amount has more than 6 decimals.' });
    expect(await harness.transactions()).toEqual([]);
  });
});
