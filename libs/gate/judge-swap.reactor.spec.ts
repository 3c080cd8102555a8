import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approvalCallback } from '#test/support/approval-callback.js';
import { destination, PayoutStage } from '#test/support/payout-stage.js';
import { hasEnded, type SandboxTransaction } from '#test/support/sandbox-client.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { earlierClock } from '#test/support/stage-processes.js';
import { swapFacts, swapProcess, usdc, usdt, waitingSwap } from '#test/support/swap-stage.js';
import { gateFacts, waitingPayout } from '#test/support/waiting-payout.js';
import { formatAmount } from '../money/amount-text.js';
import { money } from '../money/money.js';

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

const worker = () => swapProcess(stage, { clock: earlierClock(), gateUrl: gate.url });
const asked = (transaction: SandboxTransaction, forged: object = {}) =>
  gate.verdict(approvalCallback(stage, transaction, { transactionType: 'Swap', ...forged }));

async function editNote({ id }: SandboxTransaction, note: string | null): Promise<void> {
  await stage.sandbox.editNote(id, note, stage.provider.adminLoginToken);
}

/** The approver asks, and everything follows that follows from the answer. */
async function offered({ id }: SandboxTransaction): Promise<SandboxTransaction> {
  await stage.sandbox.make(id, 'offer');
  return stage.sandbox.until(id, hasEnded);
}

/** With the stolen token of the API Admin: by the pull alone it could be ours. */
async function stolen(note: string, amount: string): Promise<SandboxTransaction> {
  const walletId = stage.providerWalletId(1);
  const created = await stage.usualGateway.payments.createSwap({ walletId, from: usdt, to: usdc, amount, note });
  return stage.sandbox.until('providerId' in created ? created.providerId : '', hasEnded);
}

describe('F4.2 the same verdict for ever about a swap', () => {
  it('a yes stays a yes, before and after the swap', async () => {
    const { request, transaction } = await waitingSwap(stage, worker());
    expect([await asked(transaction), await asked(transaction)]).toEqual(['yes', 'yes']);
    expect(await offered(transaction)).toMatchObject({ status: 'Completed' });
    expect(await asked(transaction)).toBe('yes');
    expect(await gateFacts(stage, transaction.id)).toEqual([
      ['SwapMatched', 'note'],
      ['SwapApproved', undefined],
    ]);
    expect((await swapFacts(stage, request)).filter((type) => type === 'SwapBound')).toHaveLength(1);
  });

  it.each([null, 'for Olivia'])(
    '§2.3 rule 2 a swap whose note was edited to %j is found by what it does',
    async (note) => {
      const { transaction } = await waitingSwap(stage, worker());
      await editNote(transaction, note);
      expect(await asked(transaction)).toBe('yes');
      expect(await gateFacts(stage, transaction.id)).toContainEqual(['SwapMatched', 'intent']);
    },
  );

  it('gets no verdict while two swaps ask for exactly this and the note is gone', async () => {
    const one = await waitingSwap(stage, worker());
    await waitingSwap(stage, worker(), { amount: one.request.amount });
    await editNote(one.transaction, null);
    expect(await asked(one.transaction)).toBe(503);
    expect(await gateFacts(stage, one.transaction.id)).toEqual([
      ['VerdictDeferred', 'several-open-swaps-asked-for-this'],
    ]);
  });
});

describe('F4.6 a forged callback about a swap', () => {
  it.each([
    ['type', { transactionType: 'Withdrawal' }],
    ['amount', { amount: 777 }],
    ['initiator', { initiatorId: 'erik' }],
  ])('gets no verdict for another %s, and the true one gets its yes', async (field, forged) => {
    const { request, transaction } = await waitingSwap(stage, worker());
    expect(await asked(transaction, forged)).toBe(503);
    expect(await swapFacts(stage, request)).not.toContain('SwapBound');
    expect(await gateFacts(stage, transaction.id)).toEqual([['VerdictDeferred', `callback-and-pull-differ: ${field}`]]);
    expect(await asked(transaction)).toBe('yes');
  });
});

describe('S-19 what is not ours is refused', () => {
  it('a swap without a note, which nobody asked for', async () => {
    const { id, verdicts } = await stolen('', '777');
    expect(verdicts).toEqual([false]);
    expect(await gateFacts(stage, id)).toEqual([['ForeignWithdrawalRejected', 'no-open-swap-asked-for-this']]);
  });

  it('a swap with the note of an open one, and another amount', async () => {
    const { request, transaction } = await waitingSwap(stage, worker());
    const { id, verdicts } = await stolen(transaction.note ?? '', '777');
    expect(verdicts).toEqual([false]);
    expect((await gateFacts(stage, id)).at(-1)).toEqual(['ForeignWithdrawalRejected', 'differs-from-the-swap: amount']);
    expect(await swapFacts(stage, request)).not.toContain('SwapBound');
  });

  it('a swap with the note of an open payout', async () => {
    const { request, transaction } = await waitingPayout(stage);
    const { id, verdicts } = await stolen(transaction.note ?? '', formatAmount(request.amount));
    expect(verdicts).toEqual([false]);
    expect(await gateFacts(stage, id)).toEqual([['ForeignWithdrawalRejected', 'no-open-swap-asked-for-this']]);
  });

  it('a withdrawal with the note of an open swap', async () => {
    const { request, transaction } = await waitingSwap(stage, worker());
    const created = await stage.usualGateway.payments.createWithdrawal({
      walletId: request.providerWalletId,
      asset: usdt,
      amount: formatAmount(request.amount),
      address: destination,
      note: transaction.note ?? '',
    });
    const id = 'providerId' in created ? created.providerId : '';
    expect(await stage.sandbox.until(id, hasEnded)).toMatchObject({ status: 'Rejected', verdicts: [false] });
    expect(await gateFacts(stage, id)).toEqual([['ForeignWithdrawalRejected', 'no-open-payout-asked-for-this']]);
    expect(await asked(transaction)).toBe('yes');
  });

  it('a second transaction of a swap that is bound already', async () => {
    const { request, transaction } = await waitingSwap(stage, worker(), { amount: money(usdt, 3_141_592n) });
    expect(await asked(transaction)).toBe('yes');
    const second = await stolen(transaction.note ?? '', formatAmount(request.amount));
    expect(second.verdicts).toEqual([false]);
    expect((await gateFacts(stage, second.id)).at(-1)).toEqual([
      'ForeignWithdrawalRejected',
      'bound-to-another-transaction',
    ]);
  });
});
