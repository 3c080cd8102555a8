import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approvalCallback } from '#test/support/approval-callback.js';
import { outcomeOf, safetyProblems } from '#test/support/payout-outcome.js';
import { destination, PayoutStage } from '#test/support/payout-stage.js';
import type { SandboxTransaction } from '#test/support/sandbox-client.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { workerProcess } from '#test/support/stage-processes.js';
import { TcpProxy } from '#test/support/tcp-proxy.js';
import { gateFacts, payoutFactTypes, waitingPayout } from '#test/support/waiting-payout.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';

let stage: PayoutStage;
let gate: StageGate;
/** Between the gate and the provider. */
let line: TcpProxy;

beforeAll(async () => {
  stage = await PayoutStage.start();
  line = await TcpProxy.start(stage.provider.port);
  gate = await stage.startGate({ inabit: stage.inabitConfig({ url: `http://127.0.0.1:${line.port}/graphql` }) });
});

afterAll(async () => {
  await gate.stop();
  await line.close();
  await stage.stop();
});

const asked = (transaction: SandboxTransaction, forged?: object) =>
  gate.verdict(approvalCallback(stage, transaction, forged));

const isBound = async (request: PayoutRequest) => (await payoutFactTypes(stage, request)).includes('PayoutBound');

const status = async (path: string) => (await fetch(new URL(path, gate.url))).status;

describe('F4.6 S-14 a forged callback', () => {
  it.each([
    ['another destination', { to: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t' }],
    ['another amount', { amount: 999 }],
    ['an amount that is larger by one in the twentieth digit', { amount: 1.0000000000000002 }],
    ['another coin', { coin: 'USDC' }],
    ['a coin that nobody knows', { coin: 'DOGE' }],
    ['another network', { network: 'ETH' }],
    ['another wallet', { walletId: 'cl-other' }],
    ['no wallet', { walletId: [] }],
    ['a swap', { transactionType: 'Swap' }],
    ['an off-ramp', { transactionType: 'OffRamp' }],
    ['another initiator', { initiatorId: 'cl-mallory' }],
    ['the bank account of an off-ramp', { offrampDetails: { iban: 'DE00' } }],
    ['the exchange of a swap', { swapDetails: { id: 's-1' } }],
  ])('with %s: gets no yes, binds nothing, and harms nothing', async (_, forged) => {
    const { request, transaction } = await waitingPayout(stage);
    expect(await asked(transaction, forged)).toBe(503);
    expect(await isBound(request)).toBe(false);
    expect(await asked(transaction)).toBe('yes');
    expect(await asked(transaction, forged)).toBe(503);
    expect(await asked(transaction)).toBe('yes');
  });

  it('with one more wallet beside ours: gets no yes', async () => {
    const { transaction } = await waitingPayout(stage);
    const { walletId } = transaction;
    expect(await asked(transaction, { walletId: [walletId, stage.providerWalletId(2)] })).toBe(503);
    expect(await asked(transaction, { walletId: [walletId] })).toBe('yes');
  });

  it('about a transaction that does not exist gets no verdict', async () => {
    const { transaction } = await waitingPayout(stage);
    const unknown = { ...transaction, id: 'cl-no-such-transaction' };
    expect(await asked(unknown)).toBe(503);
    expect(await gateFacts(stage, unknown.id)).toEqual([['VerdictDeferred', 'pull: not-found']]);
  });

  it('that makes a person’s withdrawal look like one of ours is refused, by the pull', async () => {
    const { request, transaction } = await waitingPayout(stage);
    await stage.sandbox.change({ callbackUrl: null });
    const id = await stage.sandbox.rogue({
      walletId: transaction.walletId,
      asset: 'USDT',
      blockchain: 'TRON',
      address: destination,
      amount: transaction.amount,
      note: transaction.note ?? '',
    });
    expect(await asked({ ...transaction, id })).toBe('no');
    expect(await isBound(request)).toBe(false);
    await stage.sandbox.change({ callbackUrl: gate.callbackUrl });
  });
});

describe('S-15 S-21 what is no callback', () => {
  it.each([
    ['', 400],
    ['{', 400],
    ['{"__proto__":{"approved":true}}', 400],
    ['[]', 503],
    ['null', 503],
    ['{"transactionId":"cl-1"}', 503],
    ['{"transactionId":1e400}', 503],
    [`{"transactionId":"${'x'.repeat(70_000)}"}`, 413],
  ])('%.30s is answered without a verdict', async (body, expected) => {
    const answer = await gate.post(body);
    expect(answer.status).toBe(expected);
    expect(answer.text).not.toContain('approved');
  });

  it.each(['wrong', '', '%00', 's'.repeat(300)])('a URL with the secret %.20j does not exist', async (secret) => {
    const { transaction } = await waitingPayout(stage);
    const url = `${gate.url}/inabit/validation/${secret}`;
    const { status: code, text } = await gate.post(approvalCallback(stage, transaction), url);
    expect([code >= 400 && code < 500, text.includes('approved')]).toEqual([true, false]);
    expect(await gateFacts(stage, transaction.id)).toEqual([]);
  });
});

describe('F4.4 F4.7 S-42 while the gate cannot know', () => {
  it('the provider does not answer: no verdict, and a yes when it does', async () => {
    const { request, transaction } = await waitingPayout(stage);
    line.down();
    expect(await asked(transaction)).toBe(503);
    expect(await status('/health/ready')).toBe(503);
    line.heal();
    expect(await status('/health/ready')).toBe(200);
    expect(await asked(transaction)).toBe('yes');
    expect(await isBound(request)).toBe(true);
  });

  it('the event store is away: no verdict, and a yes when it is back', async () => {
    const { request, transaction } = await waitingPayout(stage);
    await stage.stopStore();
    expect(await asked(transaction)).toBe(503);
    expect([await status('/health/live'), await status('/health/ready')]).toEqual([200, 503]);
    await stage.startStore();
    let verdict = await asked(transaction);
    for (let tries = 0; verdict === 503 && tries < 20; tries++) verdict = await asked(transaction);
    expect(verdict).toBe('yes');
    expect(await isBound(request)).toBe(true);
    expect(await status('/health/ready')).toBe(200);
  });

  it('IN-19 the approver asks again by itself, signs, and the payout is paid', async () => {
    const { request, transaction } = await waitingPayout(stage);
    line.down();
    await stage.sandbox.make(transaction.id, 'offer');
    await stage.sandbox.until(transaction.id, ({ offers }) => offers > 0);
    line.heal();
    await stage.sandbox.make(transaction.id, 'offer');
    await stage.landed(request, 1);
    await workerProcess(stage).advance(request.payoutId);
    expect(await outcomeOf(stage, request)).toMatchObject({ ended: 'settled', broadcast: 1 });
  });
});

describe('INV-P3 INV-P4 INV-P5 INV-P6 after all this', () => {
  it('every payout is safe', async () => expect(await safetyProblems(stage)).toEqual([]));
});
