import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse, validate } from 'graphql';
import {
  allDocumentedTexts,
  createSubscriptionText,
  createWalletText,
  createWithdrawalText,
  createWithdrawalWithTokenText,
  deleteSubscriptionText,
  subscriptionsText,
  transactionText,
  updateTransactionText,
  walletsText,
} from '#apps/inabit-sandbox/testing/documented-operations.js';
import { Harness } from '#apps/inabit-sandbox/testing/harness.js';
import { platformSchema } from './schema.js';

describe('IN-08 the documented operation texts', () => {
  it.each(allDocumentedTexts)('validates unchanged: %s', (text) => {
    expect(validate(platformSchema(), parse(text))).toEqual([]);
  });
});

describe('IN-25 the Platform API', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start({ settings: { callbackUrl: null } });
  });
  afterAll(() => harness.stop());

  it('creates a withdrawal, reads it, and edits its note', async () => {
    const created = await harness.ask(createWithdrawalText, harness.withdrawalVariables({ amount: '12.5' }));
    expect(created.text).toMatch(/^\{"data":\{"createWithdrawal":\{"id":"cl[0-9a-z]{23}"\}\}\}$/);
    const id = await harness.created();
    await harness.ask(updateTransactionText, { data: { note: 'made by api Admin' }, where: { id } });
    const { body } = await harness.ask(transactionText, { where: { id } });
    expect(body.data?.['transaction']).toMatchObject({
      id,
      amount: 5,
      fee: null,
      note: 'made by api Admin',
      priority: 'Medium',
      isAccelerated: false,
      rateUSD: 1,
      blockchain: { name: 'Tron', code: 'TRON' },
      createdBy: { fullName: 'API Admin' },
      status: { status: 'PendingApproval' },
      financialAsset: { code: 'USDT' },
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });

  it('gives the destination, the initiator and the type of a transaction', async () => {
    const id = await harness.created();
    const text = `query Q($where: TransactionWhereUniqueInput!) { transaction(where: $where) {
      transactionType txId subStatus { subStatus } contactCryptoAccount { address } createdBy { id } } }`;
    const { body } = await harness.ask(text, { where: { id } });
    expect(body.data?.['transaction']).toEqual({
      transactionType: 'Withdrawal',
      txId: null,
      subStatus: null,
      contactCryptoAccount: { address: 'TXLAQ63Xg1NAzckPwKHvzw7CSEmLMEqcdj' },
      createdBy: { id: harness.sandbox.adminUserId },
    });
  });

  it('knows no transaction that was not created here', async () => {
    expect((await harness.ask(transactionText, { where: { id: 'clnone' } })).body.data).toEqual({ transaction: null });
    const edit = await harness.ask(updateTransactionText, { data: { note: 'x' }, where: { id: 'clnone' } });
    expect(edit.body.errors?.[0]?.extensions).toMatchObject({ message: 'No resource was found for {"id":"clnone"}' });
  });

  it('accepts and ignores the old jwtToken argument', async () => {
    const variables = harness.withdrawalVariables().replace(/^\{/, '{"jwtToken":"nonsense",');
    const { body } = await harness.ask(createWithdrawalWithTokenText, variables);
    expect(body.errors).toBeUndefined();
  });

  it('lists wallets with balances for the organisation only', async () => {
    const wallets = await harness.ask(walletsText, { where: { organization: { id: harness.sandbox.organizationId } } });
    expect(wallets.body.data?.['wallets']).toContainEqual(
      expect.objectContaining({
        name: 'Operator Alpha',
        walletCryptoAccounts: expect.arrayContaining([
          {
            name: 'Tether (Tron)',
            balance: 250_000,
            financialAsset: { code: 'USDT' },
            blockchain: { code: 'TRON' },
          },
        ]),
      }),
    );
    const foreign = await harness.ask(walletsText, { where: { organization: { id: 'clforeign' } } });
    expect(foreign.body.data).toEqual({ wallets: [] });
  });

  it('opens a wallet under either spelling of the organisation, empty and able to hold every asset', async () => {
    const { organizationId } = harness.sandbox;
    for (const organization of [{ organizationId }, { organization: { id: organizationId } }]) {
      const { body } = await harness.ask(createWalletText, { data: { name: 'New', ...organization } });
      expect(body.data?.['createWalletWithInabit']).toMatchObject({ name: 'New', id: expect.any(String) });
    }
    const { text } = await harness.ask(walletsText);
    expect(text).toContain('"name":"New","balanceUSD":0,"balanceEUR":0,"walletCryptoAccounts":[{');
  });

  it('filters assets and blockchains by code', async () => {
    const assets =
      'query FinancialAssets($where: FinancialAssetWhereInput) { financialAssets(where: $where) { code precision } }';
    const only = await harness.ask(assets, { where: { code: { equals: 'ETH' } } });
    expect(only.body.data).toEqual({ financialAssets: [{ code: 'ETH', precision: 18 }] });
    const all = await harness.ask('query Blockchains { blockchains { id name code } }');
    expect(all.body.data?.['blockchains']).toHaveLength(3);
  });

  it('answers who is logged in, the agents of the organisation, and the paired signer', async () => {
    const { adminUserId: id, organizationId, signerUserId } = harness.sandbox;
    const user =
      'query User($where: UserWhereUniqueInput!) { user(where: $where) { fullName organizations { id name } } }';
    expect((await harness.ask(user, { where: { id } })).body.data).toEqual({
      user: { fullName: 'API Admin', organizations: [{ id: organizationId, name: 'Payouts.com' }] },
    });
    const organization =
      'query Organization($where: OrganizationWhereUniqueInput!) { organization(where: $where) { agents { firstName lastName roles } } }';
    const { text } = await harness.ask(organization, { where: { id: organizationId } });
    expect(text).toContain('{"firstName":"API","lastName":"Signer","roles":["signer"]}');
    const signer = await harness.ask('query ApiSigner { apiSigner { signatureKey, pairingStatus, id } }');
    expect(signer.body.data?.['apiSigner']).toMatchObject({ pairingStatus: 'Paired', id: signerUserId });
  });

  it('keeps one webhook subscription for an organisation', async () => {
    const organization = { id: harness.sandbox.organizationId };
    const data = { organization, url: 'https://example.com/hook' };
    const first = await harness.ask(createSubscriptionText, { data });
    expect(first.body.data?.['createSubscription']).toMatchObject({
      token: expect.stringMatching(/^sub_[0-9a-f-]{36}$/),
    });
    const second = await harness.ask(createSubscriptionText, { data });
    expect(second).toMatchObject({ status: 200, body: { errors: [{ message: 'INTERNAL_SERVER_ERROR' }] } });
    expect(second.text).toContain("There's already an active subscription for this organization.");
    const listed = await harness.ask(subscriptionsText, { where: { organization } });
    expect(listed.body.data?.['subscriptions']).toEqual([first.body.data?.['createSubscription']]);
    const [{ id }] = listed.body.data?.['subscriptions'] as [{ id: string }];
    await harness.ask(deleteSubscriptionText, { where: { id } });
    expect((await harness.ask(createSubscriptionText, { data })).body.errors).toBeUndefined();
  });

  it('says no to business errors with the text in extensions.message', async () => {
    const { status, body } = await harness.ask(createWithdrawalText, harness.withdrawalVariables({ amount: '0' }));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: null,
      errors: [
        {
          message: 'INTERNAL_SERVER_ERROR',
          path: ['createWithdrawal'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', message: 'The amount must be greater than 0.' },
        },
      ],
    });
  });

  it('answers 400 to what does not fit the schema', async () => {
    const unknownField = await harness.ask('query Q { wallets { id colour } }');
    expect(unknownField).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    });
    const text = harness.withdrawalVariables({ amount: '"5"' });
    const wrongType = await harness.ask(createWithdrawalText, text);
    expect(wrongType).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] } });
    expect(await harness.ask('query {')).toMatchObject({ status: 400 });
  });
});
