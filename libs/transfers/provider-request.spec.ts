import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatAmount } from '#libs/money/amount-text.js';
import { outcomeOf } from '#test/support/payout-outcome.js';
import { destination, PayoutStage } from '#test/support/payout-stage.js';
import { hasEnded } from '#test/support/sandbox-client.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { earlierClock, workerProcess } from '#test/support/stage-processes.js';
import { endOfTransfer, requestTransfer, transferProcess } from '#test/support/transfer-stage.js';
import { legOf } from './transfer.js';

let stage: PayoutStage;
let gate: StageGate;

beforeAll(async () => {
  stage = await PayoutStage.start();
  gate = await stage.startGate();
});

afterAll(async () => {
  await gate.stop();
  await stage.stop();
});

async function broadcastOf(transactionId: string) {
  await stage.sandbox.until(transactionId, hasEnded);
  return (await stage.sandbox.broadcasts()).filter((each) => each.transactionId === transactionId);
}

describe('IN-24 a transfer from the Master Wallet to an operator’s wallet', () => {
  it('asks the provider once for what docs/decisions/008-transfers.md specifies, and nothing else', async () => {
    const request = await requestTransfer(stage);
    const leg = legOf(request.transferId);
    const clock = earlierClock();
    const transfers = transferProcess(stage, { streams: stage.streams, clock });
    await transfers.advance(request.transferId);
    await workerProcess(stage, { clock, gateUrl: gate.url }).advance(leg);
    const [asked, ...more] = await stage.sandbox.createdWith(leg);
    if (!asked) throw new Error('Nothing was asked for');
    expect(more).toEqual([]);
    expect(asked).toMatchObject({
      walletId: stage.providerWalletId(1),
      to: destination,
      asset: 'USDT',
      blockchain: 'TRON',
      amount: formatAmount(request.amount),
      createdWithNote: `test-${leg}-1`,
      initiatorId: stage.provider.adminUserId,
    });
    const sent = { walletId: stage.providerWalletId(1), to: destination, amount: formatAmount(request.amount) };
    expect(await broadcastOf(asked.id)).toEqual([expect.objectContaining(sent)]);
    await workerProcess(stage, { gateUrl: gate.url }).advance(leg);
    await transfers.advance(request.transferId);
    expect((await endOfTransfer(stage, request)).at(-1)).toBe('TransferCompleted');
  });
});

describe('IN-12 a payout', () => {
  it('leaves the wallet of the operator for the wallet of the customer, on behalf of that operator', async () => {
    const request = await stage.request({ operatorId: 'acme', providerWalletId: stage.providerWalletId(2) });
    await workerProcess(stage, { clock: earlierClock(), gateUrl: gate.url }).advance(request.payoutId);
    const [asked] = await stage.landed(request, 1);
    const sent = { walletId: stage.providerWalletId(2), to: destination, amount: formatAmount(request.amount) };
    expect(await broadcastOf(asked?.id ?? '')).toEqual([expect.objectContaining(sent)]);
    await workerProcess(stage).advance(request.payoutId);
    expect(await outcomeOf(stage, request)).toMatchObject({ ended: 'settled', broadcast: 1, money: 'gone' });
    const [requested] = await stage.facts(`payout-${request.payoutId}`);
    expect(requested?.data).toMatchObject({ operatorId: 'acme', walletId: request.walletId });
    const books = await stage.facts(`account-${request.walletId}-USDT@tron/6`);
    const last = books.at(-1)?.data['postings'];
    const from = `wallet:${request.walletId}:reserved`;
    expect(last).toEqual([expect.objectContaining({ from, to: 'external:tron' })]);
  });
});
