import { afterEach, describe, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox, type SandboxOptions } from '#apps/inabit-sandbox/sandbox.js';
import { paceOf } from '#apps/inabit-sandbox/world/settings.js';
import { assets } from '#libs/money/asset.js';
import { SystemClock } from '#libs/platform/clock.js';
import { asset, gatewayUnderTest, withdrawal, type GatewayUnderTest } from './testing/gateway.js';

let sandbox: Sandbox;

afterEach(() => sandbox.stop());

async function start(settings: SandboxOptions['settings'] = {}): Promise<GatewayUnderTest> {
  sandbox = await startSandbox({ settings: { ...paceOf('instant'), ...settings } });
  const { organizationId, adminLoginToken: loginToken } = sandbox;
  const confirmedDeclines = [{ pattern: '^Insufficient funds', code: 'insufficient-funds' }];
  const options = { organizationId, loginToken, confirmedDeclines, clock: new SystemClock() };
  return gatewayUnderTest(sandbox.graphqlUrl, { ...options, requestTimeoutMs: 2_000 });
}

function fromFirstWallet(changes: Partial<Parameters<typeof withdrawal>[0]> = {}) {
  return withdrawal({
    walletId: sandbox.wallets[0]?.id ?? '',
    address: 'TXLAQ63Xg1NAzckPwKHvzw7CSEmLMEqcdj',
    ...changes,
  });
}

async function queue(scenario: object): Promise<void> {
  const response = await fetch(`${sandbox.controlUrl}/scenarios`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ operation: 'createWithdrawal', ...scenario }),
  });
  expect(response.ok).toBe(true);
}

describe('the gateway against the sandbox', () => {
  it('a withdrawal is accepted and pulled back with every field as it was asked for (INV-P6)', async () => {
    const gateway = await start({ numberNotation: 'exponent' });
    const created = await gateway.payments.createWithdrawal(fromFirstWallet({ amount: '0.000001' }));
    if (created.outcome !== 'accepted') throw new Error(JSON.stringify(created));
    expect(await gateway.reader.pullTransaction(created.providerId)).toMatchObject({
      outcome: 'found',
      transaction: {
        providerId: created.providerId,
        amount: '0.000001',
        asset: asset('USDT@tron'),
        walletId: sandbox.wallets[0]?.id,
        destination: 'TXLAQ63Xg1NAzckPwKHvzw7CSEmLMEqcdj',
        note: 'test-po_1-1',
        initiatorId: sandbox.adminUserId,
        phase: 'pending-approval',
        transactionType: 'Withdrawal',
      },
    });
  });

  it('what is not there is not found', async () => {
    const gateway = await start();
    expect(await gateway.reader.pullTransaction('no-such-id')).toMatchObject({ outcome: 'not-found' });
  });

  it('wallets are read with exact balances, and new ones are opened (IN-22)', async () => {
    const gateway = await start();
    expect(await gateway.wallets.createWallet('Operator Gamma')).toMatchObject({ outcome: 'accepted' });
    const pulled = await gateway.reader.pullWallets();
    if (pulled.outcome !== 'found') throw new Error(pulled.reason);
    expect(pulled.wallets.map(({ name }) => name)).toContain('Operator Gamma');
    expect(pulled.wallets[0]?.balances).toContainEqual(expect.objectContaining({ asset: asset('USDT@tron') }));
  });

  it('every asset of its built-in world is offered as it is pinned', async () => {
    const gateway = await start();
    const offered = assets.filter(({ chain }) => ['tron', 'ethereum', 'bitcoin'].includes(chain));
    expect(await gateway.reader.checkAssets(offered)).toEqual({ outcome: 'found', problems: [] });
  });

  it.each([[200], [401]] as const)(
    'an access token that dies early is replaced (%i)',
    async (unauthenticatedStatus) => {
      const gateway = await start({ accessTokenSeconds: 1, unauthenticatedStatus });
      await gateway.reader.pullWallets();
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      expect(await gateway.reader.pullWallets()).toMatchObject({ outcome: 'found' });
    },
  );

  it('F3.9 too little money is a listed decline', async () => {
    const gateway = await start();
    const outcome = await gateway.payments.createWithdrawal(fromFirstWallet({ amount: '999999999' }));
    expect(outcome).toMatchObject({ outcome: 'declined', code: 'insufficient-funds' });
  });

  it('F3.6 who may only look is blocked', async () => {
    await start();
    const { organizationId, viewerLoginToken: loginToken } = sandbox;
    const viewer = gatewayUnderTest(sandbox.graphqlUrl, { organizationId, loginToken, clock: new SystemClock() });
    const outcome = await viewer.payments.createWithdrawal(fromFirstWallet());
    expect(outcome).toMatchObject({ outcome: 'blocked', code: 'forbidden' });
  });

  it.each([
    [{ scenario: 'lose-response-before-acceptance' }, 'connection-lost'],
    [{ scenario: 'lose-response-after-acceptance' }, 'connection-lost'],
    [{ scenario: 'error-after-commit' }, 'unlisted-error'],
    [{ scenario: 'http-429', committed: true }, 'rate-limited'],
    [{ scenario: 'http-500', committed: true }, 'http-500'],
    [{ scenario: 'http-502-html', committed: true }, 'http-502'],
    [{ scenario: 'truncated-body' }, 'response-cut-off'],
    [{ scenario: 'huge-body' }, 'response-too-large'],
  ])('F3.2 %j is unknown', async (scenario, observation) => {
    const gateway = await start();
    await queue(scenario);
    const outcome = await gateway.payments.createWithdrawal(fromFirstWallet());
    expect(outcome).toMatchObject({ outcome: 'unknown', evidence: { observation } });
  });
});
