import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  addCoinText,
  createApiWalletText,
  createWalletText,
  depositAddressText,
  whitelistText,
} from '#apps/inabit-sandbox/testing/documented-operations.js';
import { Harness } from '#apps/inabit-sandbox/testing/harness.js';

describe('IN-08 wallets and their addresses', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start();
  });
  afterAll(() => harness.stop());

  const coin = (asset: string, blockchain: string) => {
    const found = harness.wallet(0).accounts.find((each) => each.asset === asset && each.blockchain === blockchain);
    return { assetId: found?.financialAssetId ?? '', blockchainId: found?.blockchainId ?? '' };
  };
  const newApiWallet = async () => {
    const { assetId: financialAssetId, blockchainId } = coin('USDT', 'TRON');
    const data = { financialAssetId, blockchainId, organizationId: harness.sandbox.organizationId };
    const { body } = await harness.ask(createApiWalletText, { data });
    return z
      .object({ address: z.string().regex(/^T/), walletId: z.string() })
      .parse(body.data?.['createApiWalletAddress']);
  };
  const addressIn = async (text: string, where: object) => {
    const { body } = await harness.ask(text, { where });
    return body.data ? Object.values(body.data)[0] : body.errors?.[0]?.extensions?.['message'];
  };

  it('an API wallet has one address; another coin has one only once it was added', async () => {
    const { walletId, address } = await newApiWallet();
    const [usdt, eth] = [coin('USDT', 'TRON'), coin('ETH', 'ETH')];
    expect(await addressIn(depositAddressText, { walletId, ...usdt })).toEqual({ address });
    expect(await addressIn(depositAddressText, { walletId, ...eth })).toContain('has no address');
    expect(await addressIn(depositAddressText, { walletId, ...eth })).toContain('has no address');
    const added = await addressIn(addCoinText, { walletId, ...eth });
    expect(added).toEqual({ address: expect.stringMatching(/^0x[0-9a-fA-F]{40}$/) });
    expect(await addressIn(addCoinText, { walletId, ...eth })).toEqual(added);
    const { assetId: financialAssetId, blockchainId } = eth;
    expect(await addressIn(depositAddressText, { walletId, financialAssetId, blockchainId })).toEqual(added);
  });

  it('each call makes another API wallet', async () => {
    const [first, second] = [await newApiWallet(), await newApiWallet()];
    expect(second.walletId).not.toBe(first.walletId);
    expect(second.address).not.toBe(first.address);
  });

  it.each(['organizationId', 'organization'])('opens a wallet of the organisation given as %s', async (form) => {
    const { organizationId } = harness.sandbox;
    const organization = form === 'organization' ? { organization: { id: organizationId } } : { organizationId };
    const { body } = await harness.ask(createWalletText, { data: { name: 'Gamma', ...organization } });
    expect(body.data?.['createWalletWithInabit']).toMatchObject({ name: 'Gamma' });
  });

  it('saves an address to the whitelist', async () => {
    const data = { address: '0x39be', contactName: 'Example Tests', name: 'Test address' };
    const { body } = await harness.ask(whitelistText, { data });
    expect(body.data?.['createContactCryptoAccount']).toMatchObject({
      address: '0x39be',
      name: 'Test address',
      contact: { name: 'Example Tests' },
    });
  });

  it('a withdrawal to an address of another wallet of the organisation arrives there', async () => {
    const { walletId, address } = await newApiWallet();
    const id = await harness.created({ address, wallet: 0, amount: '12.5' });
    await harness.until(({ status }) => status === 'Completed', id);
    const world = z
      .object({ wallets: z.array(z.object({ id: z.string(), accounts: z.array(z.object({ balance: z.string() })) })) })
      .parse(await harness.control('GET', '/world'));
    expect(world.wallets.find((each) => each.id === walletId)?.accounts).toEqual([{ balance: '12.5' }]);
  });
});
