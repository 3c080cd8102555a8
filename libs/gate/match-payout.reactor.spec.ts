import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approvalCallback } from '#test/support/approval-callback.js';
import { outcomeOf, safetyProblems } from '#test/support/payout-outcome.js';
import { destination, PayoutStage } from '#test/support/payout-stage.js';
import { hasEnded, type SandboxTransaction } from '#test/support/sandbox-client.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { earlierClock, workerProcess } from '#test/support/stage-processes.js';
import { gateFacts, payoutFactTypes, waitingPayout } from '#test/support/waiting-payout.js';
import type { PayoutRequest } from '../payouts/payout.events.js';
import { PayoutStreams } from '../payouts/payout-streams.js';

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

/** Payouts that were paid by a transaction with the note of the other: the sandbox's books count by note. */
const misnamed: PayoutRequest[] = [];

const asked = (transaction: SandboxTransaction) => gate.verdict(approvalCallback(stage, transaction));

async function editNote({ id }: SandboxTransaction, note: string | null): Promise<void> {
  await stage.sandbox.editNote(id, note, stage.provider.adminLoginToken);
}

/** The approver asks, and everything follows that follows from the answer. */
async function offered({ id }: SandboxTransaction): Promise<SandboxTransaction> {
  await stage.sandbox.make(id, 'offer');
  return stage.sandbox.until(id, hasEnded);
}

describe('§2.3 rule 2 a note that people have edited', () => {
  it.each([null, '', 'for Olivia', 'live-po_aaaaaaaaaaaaaaaaaaaaaaaaaa-1'])(
    '%j: is found by what it does',
    async (note) => {
      const { request, transaction } = await waitingPayout(stage);
      await editNote(transaction, note);
      expect(await offered(transaction)).toMatchObject({ status: 'Completed', verdicts: [true] });
      expect(await gateFacts(stage, transaction.id)).toEqual([
        ['WithdrawalMatched', 'intent'],
        ['WithdrawalApproved', undefined],
      ]);
      await workerProcess(stage).advance(request.payoutId);
      expect(await outcomeOf(stage, request)).toMatchObject({ ended: 'settled', money: 'gone' });
    },
  );

  it('gets no verdict while two payouts ask for exactly this, and a yes when one of them is paid', async () => {
    const one = await waitingPayout(stage);
    const { amount } = one.request;
    const two = await waitingPayout(stage, { amount });
    await editNote(one.transaction, null);
    expect([await asked(one.transaction), await asked(one.transaction)]).toEqual([503, 503]);
    expect([
      ...(await payoutFactTypes(stage, one.request)),
      ...(await payoutFactTypes(stage, two.request)),
    ]).not.toContain('PayoutBound');
    expect(await gateFacts(stage, one.transaction.id)).toContainEqual([
      'VerdictDeferred',
      'several-open-payouts-asked-for-this',
    ]);
    expect(await offered(two.transaction)).toMatchObject({ status: 'Completed' });
    expect(await offered(one.transaction)).toMatchObject({ status: 'Completed' });
    for (const { payoutId } of [one.request, two.request]) await workerProcess(stage).advance(payoutId);
    expect(await safetyProblems(stage, [one.request, two.request])).toEqual([]);
  });

  it('INV-P4 one transaction never settles two payouts, though it carries the note of the other', async () => {
    const one = await waitingPayout(stage);
    const two = await waitingPayout(stage, { amount: one.request.amount });
    await editNote(one.transaction, two.transaction.note);
    expect(await offered(one.transaction)).toMatchObject({ status: 'Completed' });
    expect(await offered(two.transaction)).toMatchObject({ status: 'Rejected' });
    misnamed.push(one.request, two.request);
    for (const { payoutId } of misnamed) await workerProcess(stage).advance(payoutId);
    expect(await outcomeOf(stage, two.request)).toMatchObject({ ended: 'settled', money: 'gone' });
    expect(await outcomeOf(stage, one.request)).toMatchObject({
      ended: 'review: settled-differs-from-request',
      money: 'reserved',
    });
  });
});

describe('S-14 what is not ours is refused', () => {
  const rogue = (changes: object = {}) =>
    stage.sandbox.rogue({
      walletId: stage.providerWalletId(1),
      asset: 'USDT',
      blockchain: 'TRON',
      address: destination,
      amount: '5.5',
      ...changes,
    });

  it('S-14 a person of the organisation starts one', async () => {
    const id = await rogue();
    expect(await stage.sandbox.until(id, ({ status }) => status === 'Rejected')).toMatchObject({ verdicts: [false] });
    expect(await gateFacts(stage, id)).toEqual([['ForeignWithdrawalRejected', 'initiator-is-not-our-api-user']]);
  });

  it('S-14 a person copies the note of an open payout', async () => {
    const { request, transaction } = await waitingPayout(stage);
    const id = await rogue({ amount: transaction.amount, note: transaction.note ?? '' });
    expect(await stage.sandbox.until(id, ({ status }) => status === 'Rejected')).toMatchObject({ verdicts: [false] });
    expect(await payoutFactTypes(stage, request)).not.toContain('PayoutBound');
  });

  it.each([
    ['without a note', '', 'no-open-payout-asked-for-this'],
    ['with a note of ours that no payout has', 'test-po_bbbbbbbbbbbbbbbbbbbbbbbbbb-1', 'payout-is-absent'],
  ])('S-19 a stolen token of the API Admin starts one %s', async (_, note, reason) => {
    const created = await stage.usualGateway.payments.createWithdrawal({
      walletId: stage.providerWalletId(1),
      asset: (await stage.request()).amount.asset,
      amount: '777',
      address: destination,
      note,
    });
    const id = 'providerId' in created ? created.providerId : '';
    expect(await stage.sandbox.until(id, ({ status }) => status === 'Rejected')).toMatchObject({ verdicts: [false] });
    expect((await gateFacts(stage, id)).at(-1)).toEqual(['ForeignWithdrawalRejected', reason]);
    expect((await stage.sandbox.broadcasts()).map(({ transactionId }) => transactionId)).not.toContain(id);
  });

  it('INV-P3 a transaction of a payout that was released', async () => {
    const { request, transaction } = await waitingPayout(stage);
    await new PayoutStreams(stage.aggregates(), 'user:ann').execute(request.payoutId, {
      type: 'ResolveOutcome',
      data: { outcome: 'not-paid', evidence: 'letter', resolvedBy: 'ann', approvedBy: 'bob', now: new Date() },
    });
    expect(await offered(transaction)).toMatchObject({ status: 'Rejected', verdicts: [false] });
    expect((await gateFacts(stage, transaction.id)).at(-1)).toEqual([
      'ForeignWithdrawalRejected',
      'payout-is-released',
    ]);
    await workerProcess(stage).advance(request.payoutId);
    expect(await outcomeOf(stage, request)).toMatchObject({ broadcast: 0, money: 'back' });
  });

  it('§2.3 rule 2 a transaction that is older than the attempt whose note it has', async () => {
    const { transaction } = await waitingPayout(stage, {}, earlierClock(-1));
    expect(await asked(transaction)).toBe('no');
    expect((await gateFacts(stage, transaction.id)).at(-1)).toEqual([
      'ForeignWithdrawalRejected',
      'differs-from-the-payout: created-before-attempt',
    ]);
  });
});

describe('after all this', () => {
  it('every verdict that the approver got is a fact of the gate', async () => {
    const answered = (await stage.sandbox.transactions()).filter(({ verdicts }) => verdicts.length > 0);
    expect(answered.length).toBeGreaterThan(10);
    for (const { id, verdicts } of answered) {
      const facts = (await gateFacts(stage, id)).map(([type]) => type);
      const fact = verdicts[0] ? 'WithdrawalApproved' : 'ForeignWithdrawalRejected';
      expect({ id, facts }).toEqual({ id, facts: expect.arrayContaining([fact]) });
    }
  });

  it('INV-P3 INV-P4 INV-P5 INV-P6 every payout is safe', async () => {
    const named = stage.payouts.filter((request) => !misnamed.includes(request));
    expect(named.length).toBeGreaterThan(10);
    expect(await safetyProblems(stage, named)).toEqual([]);
  });
});
