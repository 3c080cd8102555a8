import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { outcomeOf, safetyProblems, type PayoutOutcome } from '#test/support/payout-outcome.js';
import { openingFunds, PayoutStage, usdt } from '#test/support/payout-stage.js';
import type { SandboxTransaction } from '#test/support/sandbox-client.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { carry, earlierClock, minute, workerProcess, type Carrying } from '#test/support/stage-processes.js';
import { money } from '../money/money.js';
import type { PayoutRequest } from './payout.events.js';

interface Story {
  /** What the sandbox does to the payout's requests, one after the other. */
  readonly scenarios: readonly object[];
  readonly carrying?: Pick<Carrying, 'everyMs' | 'isQuiet'>;
  readonly request?: Partial<PayoutRequest>;
  /** Where the worker's clock begins. The gate's clock is right, so what follows on its facts needs 0. */
  readonly hoursAgo?: number;
  /** An end, then how many attempts, transactions and broadcasts, then where the money is. */
  readonly outcome: readonly [string, number, number, number, string];
}

const once = (scenario: string, how: object = {}): readonly object[] => [{ scenario, ...how }];
const paid = (attempts = 1, created = 1) => ['settled', attempts, created, 1, 'gone'] as const;
const inReview = (reason: string, created: number, attempts = 1) =>
  [`review: ${reason}`, attempts, created, 0, 'reserved'] as const;
const waits: Story['carrying'] = { everyMs: 31 * minute, isQuiet: () => true };
const signedButNotSent = ({ verdicts }: SandboxTransaction) => verdicts.length > 0;

const stories: Readonly<Record<string, Story>> = {
  'PO-02 a good day': { scenarios: [], outcome: paid() },
  'F3.2 the request is lost': { scenarios: once('lose-response-before-acceptance'), outcome: paid(2) },
  'F3.2 the answer is lost': { scenarios: once('lose-response-after-acceptance'), outcome: paid() },
  'F3.2 every request is lost': {
    scenarios: once('lose-response-before-acceptance', { times: 5 }),
    outcome: inReview('attempts-exhausted', 0, 5),
  },
  'F3.3 an error after it was done': { scenarios: once('error-after-commit'), outcome: paid() },
  'F3.3 502 after it was done': { scenarios: once('error-after-commit', { status: 502 }), outcome: paid() },
  'F3.3 500 and nothing done': { scenarios: once('http-500'), outcome: paid(2) },
  'F3.3 500 and done all the same': { scenarios: once('http-500', { committed: true }), outcome: paid() },
  'F3.3 502 with a page of HTML': { scenarios: once('http-502-html'), outcome: paid(2) },
  'F3.4 429 and nothing done': { scenarios: once('http-429'), outcome: paid(2) },
  'F3.4 429 and done all the same': { scenarios: once('http-429', { committed: true }), outcome: paid() },
  'F3.5 401, and the next token is good': { scenarios: once('http-401'), outcome: paid() },
  'F3.5 401 and done all the same: asked again, one of two is let through': {
    scenarios: once('http-401', { committed: true }),
    outcome: paid(1, 2),
  },
  'F3.5 401 with every token': {
    scenarios: once('http-401', { times: 2 }),
    outcome: inReview('blocked-by-provider', 0),
  },
  'F3.6 403': { scenarios: once('http-403'), outcome: inReview('blocked-by-provider', 0) },
  'F3.6 403 and done all the same: the gate has seen it': {
    scenarios: once('http-403', { committed: true }),
    outcome: paid(),
  },
  'F3.7 an answer that is cut off': { scenarios: once('truncated-body'), outcome: paid() },
  'F3.7 an answer of 2 MB': { scenarios: once('huge-body', { bytes: 2_000_000 }), outcome: paid() },
  'F3.7 a slow answer': { scenarios: once('slow', { delayMs: 200 }), outcome: paid() },
  'F3.9 a confirmed no at the creation': {
    scenarios: once('decline', { message: 'Insufficient funds: not today.' }),
    outcome: ['released: declined-by-provider', 1, 0, 0, 'back'],
  },
  'F3.9 a no that nobody has confirmed is unknown': { scenarios: once('decline'), outcome: paid(2) },
  'F3.9 failed before the broadcast': {
    scenarios: once('fail'),
    outcome: ['released: failed-at-provider', 1, 1, 0, 'back'],
  },
  'F3.9 failed after the broadcast': {
    scenarios: once('fail', { when: 'after-broadcast' }),
    outcome: ['released: failed-at-provider', 1, 1, 0, 'back'],
  },
  'F3.11 one request makes three transactions': {
    scenarios: once('duplicate-create', { copies: 3 }),
    outcome: paid(1, 3),
  },
  'F4.2 the approver asks five times at once': { scenarios: once('duplicate-offers', { copies: 5 }), outcome: paid() },
  'F4.5 the approver never asks': {
    scenarios: once('approver-silent'),
    carrying: waits,
    outcome: inReview('approval-missing', 1),
  },
  'F4.5 the approval is swallowed': {
    scenarios: once('approval-swallowed'),
    carrying: { everyMs: 61 * minute, isQuiet: signedButNotSent },
    hoursAgo: 0,
    outcome: inReview('pending-too-long', 1),
  },
  'INV-L4 more than the wallet has in the books': {
    scenarios: [],
    request: { amount: money(usdt, openingFunds + 1n) },
    outcome: ['rejected', 0, 0, 0, 'free'],
  },
  'INV-L4 all that the wallet has in the books': {
    scenarios: [],
    request: { amount: money(usdt, openingFunds) },
    outcome: paid(),
  },
};

let stage: PayoutStage;
let gate: StageGate;
const ends = new Map<string, Promise<PayoutOutcome>>();

/** All at once: the payouts have nothing to do with each other. */
beforeAll(async () => {
  stage = await PayoutStage.start();
  gate = await stage.startGate();
  for (const [name, story] of Object.entries(stories)) ends.set(name, play(story));
  await Promise.allSettled(ends.values());
}, 120_000);

afterAll(async () => {
  await gate.stop();
  await stage.stop();
});

async function play({ scenarios, carrying, request: changes, hoursAgo }: Story): Promise<PayoutOutcome> {
  const request = await stage.request(changes);
  if (scenarios.length > 0) await stage.sandbox.misbehave(request.payoutId, ...scenarios);
  const clock = earlierClock(hoursAgo);
  return carry(stage, request, { worker: workerProcess(stage, { clock, gateUrl: gate.url }), clock, ...carrying });
}

describe('§2.3 rule 3 what becomes of a payout', () => {
  it.each(Object.entries(stories))('%s', async (name, { outcome }) => {
    const [ended, attempts, created, broadcast, moneyIs] = outcome;
    expect(await ends.get(name)).toEqual({ ended, attempts, created, broadcast, money: moneyIs });
  });

  it('INV-P3 INV-P4 INV-P5 INV-P6 leaves every payout safe', async () => {
    expect(stage.payouts).toHaveLength(Object.keys(stories).length);
    expect(await safetyProblems(stage)).toEqual([]);
  });
});

describe('F3.2 a request that lands late', () => {
  it('is one more transaction, and one of them is broadcast', async () => {
    const request = await stage.request();
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'land-late', delayMs: 400 });
    const clock = earlierClock();
    const worker = workerProcess(stage, { clock, gateUrl: gate.url });
    const { ended, attempts } = await carry(stage, request, { worker, clock });
    expect(ended).toBe('settled');
    const landed = await stage.landed(request, attempts);
    expect(landed.map(({ status }) => status).toSorted()).toEqual(['Completed', 'Rejected'].slice(0, attempts));
    expect(await safetyProblems(stage, [request])).toEqual([]);
  });
});

describe('F3.7 an answer that comes after the time limit', () => {
  it('is unknown; what was created is bound by the gate', async () => {
    const request = await stage.request();
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'slow', delayMs: 4_000 });
    const { payments } = stage.gateway({ requestTimeoutMs: 1_500 });
    const clock = earlierClock();
    const worker = workerProcess(stage, { clock, gateUrl: gate.url, payments });
    await worker.advance(request.payoutId);
    const facts = (await stage.facts(`payout-${request.payoutId}`)).map(({ type }) => type);
    expect(facts).not.toContain('PayoutAttemptAccepted.v1');
    expect(await carry(stage, request, { worker, clock })).toMatchObject({ ended: 'settled', attempts: 1, created: 1 });
  });
});

describe('OP-09 FR-03 F4.5 a review does not stop the watching', () => {
  it('a payout whose approval was missing is paid when the approver is made to ask', async () => {
    const request = await stage.request();
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'approver-silent' });
    const clock = earlierClock();
    const worker = workerProcess(stage, { clock, gateUrl: gate.url });
    expect(await carry(stage, request, { worker, clock, ...waits })).toMatchObject({
      ended: 'review: approval-missing',
    });
    const [transaction] = await stage.sandbox.createdWith(request.payoutId);
    await stage.sandbox.make(transaction?.id ?? '', 'offer');
    await stage.landed(request, 1);
    await worker.advance(request.payoutId);
    expect(await outcomeOf(stage, request)).toMatchObject({ ended: 'settled', broadcast: 1, money: 'gone' });
  });
});
