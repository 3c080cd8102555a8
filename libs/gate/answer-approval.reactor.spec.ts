import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approvalCallback } from '#test/support/approval-callback.js';
import { outcomeOf, safetyProblems } from '#test/support/payout-outcome.js';
import { PayoutStage } from '#test/support/payout-stage.js';
import { hasEnded, type SandboxTransaction } from '#test/support/sandbox-client.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { earlierClock, gateProcess, workerProcess } from '#test/support/stage-processes.js';
import { gateFacts, payoutFactTypes, waitingPayout } from '#test/support/waiting-payout.js';

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

const asked = (transaction: SandboxTransaction) => gate.verdict(approvalCallback(stage, transaction));

async function editNote({ id }: SandboxTransaction, note: string | null): Promise<void> {
  await stage.sandbox.editNote(id, note, stage.provider.adminLoginToken);
}

/** The approver asks, and everything follows that follows from the answer. */
async function offered({ id }: SandboxTransaction): Promise<SandboxTransaction> {
  await stage.sandbox.make(id, 'offer');
  return stage.sandbox.until(id, hasEnded);
}

describe('F4.2 the same verdict for ever', () => {
  it('a yes stays a yes, before and after the payment, in whatever process is asked', async () => {
    const { request, transaction } = await waitingPayout(stage);
    expect([await asked(transaction), await asked(transaction)]).toEqual(['yes', 'yes']);
    await offered(transaction);
    await workerProcess(stage).advance(request.payoutId);
    expect(await outcomeOf(stage, request)).toMatchObject({ ended: 'settled' });
    expect(await asked(transaction)).toBe('yes');
    gate.instead = gateProcess(stage);
    expect(await asked(transaction)).toBe('yes');
    gate.instead = undefined;
    expect(await gateFacts(stage, transaction.id)).toEqual([
      ['WithdrawalMatched', 'note'],
      ['WithdrawalApproved', undefined],
    ]);
  });

  it('a no stays a no, though the reason for it is gone', async () => {
    const { request, transaction } = await waitingPayout(stage);
    await editNote(transaction, 'test-po_aaaaaaaaaaaaaaaaaaaaaaaaaa-1');
    expect(await asked(transaction)).toBe('no');
    await editNote(transaction, transaction.note);
    expect([await asked(transaction), await asked(transaction)]).toEqual(['no', 'no']);
    expect(await gateFacts(stage, transaction.id)).toEqual([
      ['WithdrawalMatched', 'note'],
      ['ForeignWithdrawalRejected', 'payout-is-absent'],
    ]);
    expect(await payoutFactTypes(stage, request)).not.toContain('PayoutBound');
  });

  it('twelve callbacks at once, at three gates: twelve times yes, bound once', async () => {
    const { request, transaction } = await waitingPayout(stage);
    const gates = [gateProcess(stage), gateProcess(stage), gateProcess(stage)];
    let turn = 0;
    gate.instead = { answer: (question) => (gates[turn++ % 3] ?? gateProcess(stage)).answer(question) };
    const verdicts = await Promise.all(Array.from({ length: 12 }, () => asked(transaction)));
    gate.instead = undefined;
    expect(new Set(verdicts)).toEqual(new Set(['yes']));
    expect((await payoutFactTypes(stage, request)).filter((type) => type === 'PayoutBound')).toHaveLength(1);
    expect(await gateFacts(stage, transaction.id)).toHaveLength(2);
  });
});

describe('F4.3 INV-P4 two transactions of one payout', () => {
  it.each([1, 2, 3])(
    'asked about at once at two gates, one is approved and the other refused for ever (%i)',
    async () => {
      const request = await stage.request();
      const silentTwice = { scenario: 'duplicate-create' };
      await stage.sandbox.change({ callbackUrl: null });
      await stage.sandbox.misbehave(request.payoutId, silentTwice);
      await workerProcess(stage, { clock: earlierClock() }).advance(request.payoutId);
      const pair = await stage.sandbox.createdWith(request.payoutId);
      const gates = [gateProcess(stage), gateProcess(stage)];
      let turn = 0;
      gate.instead = { answer: (question) => (gates[turn++ % 2] ?? gateProcess(stage)).answer(question) };
      const first = await Promise.all(pair.map((transaction) => asked(transaction)));
      gate.instead = undefined;
      expect(new Set(first)).toEqual(new Set(['no', 'yes']));
      expect(await Promise.all(pair.map((transaction) => asked(transaction)))).toEqual(first);
      await stage.sandbox.change({ callbackUrl: gate.callbackUrl });
      await stage.landed(request, 2);
      expect(await safetyProblems(stage, [request])).toEqual([]);
    },
  );
});

describe('F4.1 the callback comes before the answer to the creation', () => {
  it('binds; the answer is recorded later and changes nothing', async () => {
    const request = await stage.request();
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'slow', delayMs: 1_500 });
    const worker = workerProcess(stage, { clock: earlierClock() });
    await worker.advance(request.payoutId);
    const types = await payoutFactTypes(stage, request);
    expect(types.indexOf('PayoutBound')).toBeGreaterThan(0);
    expect(types.indexOf('PayoutAttemptAccepted')).toBeGreaterThan(types.indexOf('PayoutBound'));
    expect(await outcomeOf(stage, request)).toMatchObject({ ended: 'settled', attempts: 1, broadcast: 1 });
  });
});

describe('IN-02 a verdict about a payout', () => {
  const writtenFor = async ({ id }: SandboxTransaction) =>
    (await stage.facts(`gate-${id}`)).map(({ type, metadata }) => [type, metadata.onBehalfOf]);

  it('says on whose behalf it was given', async () => {
    const { transaction } = await waitingPayout(stage);
    await asked(transaction);
    expect(await writtenFor(transaction)).toEqual([
      ['WithdrawalMatched.v1', 'acme'],
      ['WithdrawalApproved.v1', 'acme'],
    ]);
  });

  it('about a transaction of no payout it is given for nobody', async () => {
    const { transaction } = await waitingPayout(stage);
    await gate.verdict(approvalCallback(stage, transaction, { amount: 9 }));
    await editNote(transaction, 'test-po_aaaaaaaaaaaaaaaaaaaaaaaaaa-1');
    await asked(transaction);
    expect(await writtenFor(transaction)).toEqual([
      ['VerdictDeferred.v1', undefined],
      ['WithdrawalMatched.v1', undefined],
      ['ForeignWithdrawalRejected.v1', undefined],
    ]);
  });
});

describe('INV-P3 INV-P4 INV-P5 INV-P6 after all this', () => {
  it('every payout is safe', async () => expect(await safetyProblems(stage)).toEqual([]));
});
