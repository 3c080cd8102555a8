import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approvalCallback } from '#test/support/approval-callback.js';
import { outcomeOf, safetyProblems } from '#test/support/payout-outcome.js';
import { destination, PayoutStage } from '#test/support/payout-stage.js';
import type { SandboxTransaction } from '#test/support/sandbox-client.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { earlierClock, gateProcess, workerProcess } from '#test/support/stage-processes.js';
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

interface Waiting {
  readonly request: PayoutRequest;
  readonly transaction: SandboxTransaction;
}

/** A payout whose transaction waits for its signature; the approver asks when it is told to. */
async function waiting(changes: Partial<PayoutRequest> = {}, clock = earlierClock()): Promise<Waiting> {
  const request = await stage.request(changes);
  await stage.sandbox.misbehave(request.payoutId, { scenario: 'approver-silent' });
  await workerProcess(stage, { clock }).advance(request.payoutId);
  const [transaction] = await stage.sandbox.createdWith(request.payoutId);
  if (!transaction) throw new Error('Nothing was created');
  return { request, transaction };
}

const asked = (transaction: SandboxTransaction, forged?: object) =>
  gate.verdict(approvalCallback(stage, transaction, forged));

async function factsOfGate({ id }: Pick<SandboxTransaction, 'id'>): Promise<readonly (readonly [string, unknown])[]> {
  return (await stage.facts(`gate-${id}`)).map(({ type, data }) => [type, data['reason'] ?? data['by']]);
}

async function typesOf({ payoutId }: PayoutRequest): Promise<readonly string[]> {
  return (await stage.facts(`payout-${payoutId}`)).map(({ type }) => type);
}

async function editNote({ id }: SandboxTransaction, note: string | null): Promise<void> {
  await stage.sandbox.editNote(id, note, stage.provider.adminLoginToken);
}

/** The approver asks, and everything follows that follows from the answer. */
async function offered({ id }: SandboxTransaction): Promise<SandboxTransaction> {
  await stage.sandbox.make(id, 'offer');
  return stage.sandbox.until(
    id,
    ({ verdicts, status }) => verdicts.length > 0 && status !== 'PendingApproval' && status !== 'Processing',
  );
}

describe('F4.2 the same verdict for ever', () => {
  it('a yes stays a yes, before and after the payment, in whatever process is asked', async () => {
    const { request, transaction } = await waiting();
    expect([await asked(transaction), await asked(transaction)]).toEqual(['yes', 'yes']);
    await offered(transaction);
    await workerProcess(stage).advance(request.payoutId);
    expect(await outcomeOf(stage, request)).toMatchObject({ ended: 'settled' });
    expect(await asked(transaction)).toBe('yes');
    gate.instead = gateProcess(stage);
    expect(await asked(transaction)).toBe('yes');
    gate.instead = undefined;
    expect(await factsOfGate(transaction)).toEqual([
      ['WithdrawalMatched.v1', 'note'],
      ['WithdrawalApproved.v1', undefined],
    ]);
  });

  it('a no stays a no, though the reason for it is gone', async () => {
    const { request, transaction } = await waiting();
    await editNote(transaction, 'test-po_aaaaaaaaaaaaaaaaaaaaaaaaaa-1');
    expect(await asked(transaction)).toBe('no');
    await editNote(transaction, transaction.note);
    expect([await asked(transaction), await asked(transaction)]).toEqual(['no', 'no']);
    expect(await factsOfGate(transaction)).toEqual([
      ['WithdrawalMatched.v1', 'note'],
      ['ForeignWithdrawalRejected.v1', 'payout-is-absent'],
    ]);
    expect(await typesOf(request)).not.toContain('PayoutBound.v1');
  });

  it('twelve callbacks at once, at three gates: twelve times yes, bound once', async () => {
    const { request, transaction } = await waiting();
    const gates = [gateProcess(stage), gateProcess(stage), gateProcess(stage)];
    let turn = 0;
    gate.instead = { answer: (question) => (gates[turn++ % 3] ?? gateProcess(stage)).answer(question) };
    const verdicts = await Promise.all(Array.from({ length: 12 }, () => asked(transaction)));
    gate.instead = undefined;
    expect(new Set(verdicts)).toEqual(new Set(['yes']));
    expect((await typesOf(request)).filter((type) => type === 'PayoutBound.v1')).toHaveLength(1);
    expect(await factsOfGate(transaction)).toHaveLength(2);
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
      expect(first.toSorted()).toEqual(['no', 'yes']);
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
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'slow', delayMs: 600 });
    const worker = workerProcess(stage, { clock: earlierClock() });
    await worker.advance(request.payoutId);
    const types = await typesOf(request);
    expect(types.indexOf('PayoutBound.v1')).toBeGreaterThan(0);
    expect(types.indexOf('PayoutAttemptAccepted.v1')).toBeGreaterThan(types.indexOf('PayoutBound.v1'));
    expect(await outcomeOf(stage, request)).toMatchObject({ ended: 'settled', attempts: 1, broadcast: 1 });
  });
});

describe('§2.3 rule 2 a note that people have edited', () => {
  it.each([null, '', 'for Olivia', 'live-po_aaaaaaaaaaaaaaaaaaaaaaaaaa-1'])(
    '%j: is found by what it does',
    async (note) => {
      const { request, transaction } = await waiting();
      await editNote(transaction, note);
      expect(await offered(transaction)).toMatchObject({ status: 'Completed', verdicts: [true] });
      expect(await factsOfGate(transaction)).toEqual([
        ['WithdrawalMatched.v1', 'intent'],
        ['WithdrawalApproved.v1', undefined],
      ]);
      await workerProcess(stage).advance(request.payoutId);
      expect(await outcomeOf(stage, request)).toMatchObject({ ended: 'settled', money: 'gone' });
    },
  );

  it('gets no verdict while two payouts ask for exactly this, and a yes when one of them is paid', async () => {
    const one = await waiting();
    const { amount } = one.request;
    const two = await waiting({ amount });
    await editNote(one.transaction, null);
    expect([await asked(one.transaction), await asked(one.transaction)]).toEqual([503, 503]);
    expect([...(await typesOf(one.request)), ...(await typesOf(two.request))]).not.toContain('PayoutBound.v1');
    expect(await factsOfGate(one.transaction)).toContainEqual([
      'VerdictDeferred.v1',
      'several-open-payouts-asked-for-this',
    ]);
    expect(await offered(two.transaction)).toMatchObject({ status: 'Completed' });
    expect(await offered(one.transaction)).toMatchObject({ status: 'Completed' });
    for (const { payoutId } of [one.request, two.request]) await workerProcess(stage).advance(payoutId);
    expect(await safetyProblems(stage, [one.request, two.request])).toEqual([]);
  });

  it('INV-P4 one transaction never settles two payouts, though it carries the note of the other', async () => {
    const one = await waiting();
    const two = await waiting({ amount: one.request.amount });
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
    expect(await factsOfGate({ id })).toEqual([['ForeignWithdrawalRejected.v1', 'initiator-is-not-our-api-user']]);
  });

  it('S-14 a person copies the note of an open payout', async () => {
    const { request, transaction } = await waiting();
    const id = await rogue({ amount: transaction.amount, note: transaction.note ?? '' });
    expect(await stage.sandbox.until(id, ({ status }) => status === 'Rejected')).toMatchObject({ verdicts: [false] });
    expect(await typesOf(request)).not.toContain('PayoutBound.v1');
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
    expect((await factsOfGate({ id })).at(-1)).toEqual(['ForeignWithdrawalRejected.v1', reason]);
    expect((await stage.sandbox.broadcasts()).map(({ transactionId }) => transactionId)).not.toContain(id);
  });

  it('INV-P3 a transaction of a payout that was released', async () => {
    const { request, transaction } = await waiting();
    await new PayoutStreams(stage.aggregates(), 'user:ann').execute(request.payoutId, {
      type: 'ResolveOutcome',
      data: { outcome: 'not-paid', evidence: 'letter', resolvedBy: 'ann', approvedBy: 'bob', now: new Date() },
    });
    expect(await offered(transaction)).toMatchObject({ status: 'Rejected', verdicts: [false] });
    expect((await factsOfGate(transaction)).at(-1)).toEqual(['ForeignWithdrawalRejected.v1', 'payout-is-released']);
    await workerProcess(stage).advance(request.payoutId);
    expect(await outcomeOf(stage, request)).toMatchObject({ broadcast: 0, money: 'back' });
  });

  it('§2.3 rule 2 a transaction that is older than the attempt whose note it has', async () => {
    const { transaction } = await waiting({}, earlierClock(-1));
    expect(await asked(transaction)).toBe('no');
    expect((await factsOfGate(transaction)).at(-1)).toEqual([
      'ForeignWithdrawalRejected.v1',
      'differs-from-the-payout: created-before-attempt',
    ]);
  });
});

describe('after all this', () => {
  it('every verdict that the approver got is a fact of the gate', async () => {
    const answered = (await stage.sandbox.transactions()).filter(({ verdicts }) => verdicts.length > 0);
    expect(answered.length).toBeGreaterThan(10);
    for (const { id, verdicts } of answered) {
      const facts = (await factsOfGate({ id })).map(([type]) => type);
      const fact = verdicts[0] ? 'WithdrawalApproved.v1' : 'ForeignWithdrawalRejected.v1';
      expect({ id, facts }).toEqual({ id, facts: expect.arrayContaining([fact]) });
    }
  });

  it('INV-P3 INV-P4 INV-P5 INV-P6 every payout is safe', async () => {
    const named = stage.payouts.filter((request) => !misnamed.includes(request));
    expect(named.length).toBeGreaterThan(10);
    expect(await safetyProblems(stage, named)).toEqual([]);
  });
});
