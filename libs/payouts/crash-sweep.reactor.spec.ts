import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endsAmong, MortalProcess, ProcessEnded } from '#test/support/mortal-process.js';
import { moneyOf, outcomeOf, safetyProblems, type PayoutOutcome } from '#test/support/payout-outcome.js';
import { PayoutStage } from '#test/support/payout-stage.js';
import { hasEnded } from '#test/support/sandbox-client.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { earlierClock, gateProcess, minute, workerProcess } from '#test/support/stage-processes.js';
import type { ManualClock } from '../inabit/testing/manual-clock.js';
import type { AdvancePayout } from './advance-payout.reactor.js';
import type { PayoutRequest } from './payout.events.js';

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

type When = 'before' | 'after';

interface Story {
  readonly scenarios: readonly object[];
  /** What happens at the provider to each transaction, once the worker waits for it. */
  readonly then: 'offer' | 'settle' | 'fail';
  readonly gateIsHealthy?: false;
  readonly outcome: Partial<PayoutOutcome>;
}

const paid = { ended: 'settled', created: 1, broadcast: 1, money: 'gone' };
const goodDay: Story = { scenarios: [], then: 'offer', outcome: paid };
const stories: Readonly<Record<string, Story>> = {
  'F3.1 a good day': goodDay,
  'F3.2 the first request is lost': {
    scenarios: [{ scenario: 'lose-response-before-acceptance' }],
    then: 'offer',
    outcome: paid,
  },
  'F3.9 the transaction fails': {
    scenarios: [],
    then: 'fail',
    outcome: { ended: 'released: failed-at-provider', broadcast: 0, money: 'back' },
  },
  // Without a healthy gate nobody can say whether the first request was carried out: it stays the only one.
  '§2.3 rule 6 the provider signs without the gate': {
    scenarios: [],
    then: 'settle',
    gateIsHealthy: false,
    outcome: { attempts: 1 },
  },
};

interface Life {
  readonly calls: readonly string[];
  readonly endedAt: string | undefined;
  readonly outcome: PayoutOutcome;
}

/**
 * The life of a payout whose first worker process ends at its n-th call. Whoever comes next knows nothing of it but the
 * log. The approver asks only when it is told to, so that every life goes through the same calls.
 */
async function live(story: Story, endsAt: number, when: When = 'before'): Promise<Life> {
  const request = await stage.request();
  const clock = earlierClock();
  await stage.sandbox.misbehave(request.payoutId, ...story.scenarios, { scenario: 'approver-silent', times: 9 });
  const mortal = new MortalProcess(endsAt, when);
  const { gateIsHealthy } = story;
  const processes = [worker(clock, mortal, gateIsHealthy)];
  const next = () => processes.shift() ?? worker(clock, immortal(), gateIsHealthy);
  const outcome = await carryOn(request, story, clock, next);
  return { calls: mortal.calls, endedAt: mortal.endedAt, outcome };
}

function worker(clock: ManualClock, mortal: MortalProcess, gateIsHealthy = true): AdvancePayout {
  const { payments, reader } = stage.usualGateway;
  const ports = { streams: mortal.port(stage.streams), payments: mortal.port(payments), reader: mortal.port(reader) };
  return workerProcess(stage, { clock, ...(gateIsHealthy && { gateUrl: gate.url }), ...ports });
}

const immortal = () => new MortalProcess(Number.POSITIVE_INFINITY, 'before');

/** With one process after the other, each as long as it lives. */
async function carryOn(
  request: PayoutRequest,
  story: Story,
  clock: ManualClock,
  next: () => AdvancePayout,
): Promise<PayoutOutcome> {
  let process = next();
  for (let looks = 0; looks < 12; looks++) {
    const ended = await process.advance(request.payoutId).then(() => false, isEnd);
    if (ended) process = next();
    await happen(request, story.then);
    if (['gone', 'back'].includes(await moneyOf(stage, request))) break;
    clock.advance(minute + 10_000);
  }
  return outcomeOf(stage, request);
}

function isEnd(error: unknown): true {
  if (error instanceof ProcessEnded) return true;
  throw error;
}

async function happen({ payoutId }: PayoutRequest, what: Story['then']): Promise<void> {
  for (const transaction of await stage.sandbox.createdWith(payoutId)) {
    if (hasEnded(transaction)) continue;
    await stage.sandbox.make(transaction.id, what);
    await stage.sandbox.until(transaction.id, hasEnded);
  }
}

/** One life for each call of the undisturbed one, a few at a time; the stories beside the good day do with fewer. */
async function sweep(story: Story, when: When): Promise<readonly Life[]> {
  const { calls } = await live(story, Number.POSITIVE_INFINITY);
  const ends = story === goodDay && when === 'after' ? calls.map((_, index) => index + 1) : endsAmong(calls);
  const lives: Life[] = [];
  for (let from = 0; from < ends.length; from += 10)
    lives.push(...(await Promise.all(ends.slice(from, from + 10).map((endsAt) => live(story, endsAt, when)))));
  return lives;
}

/** To have ended after a call is to have ended before the next one: one story shows both. */
const sweeps: readonly (readonly [string, When])[] = [
  ['F3.1 a good day', 'before'],
  ...Object.keys(stories).map((name) => [name, 'after'] as const),
];

describe('F3.1 a worker that ends at any one of its calls to the outside', () => {
  it.each(sweeps)(
    '%s, %s the call',
    async (name, when) => {
      const story = stories[name];
      if (!story) throw new Error(name);
      const lives = await sweep(story, when);
      expect(lives.map(({ endedAt }) => endedAt)).toEqual(
        expect.arrayContaining([
          'append account',
          'append payout',
          'append intent',
          'createWithdrawal',
          'pullTransaction',
        ]),
      );
      for (const { endedAt, outcome } of lives) {
        expect({ endedAt, outcome }).toEqual({
          endedAt: expect.any(String),
          outcome: expect.objectContaining(story.outcome),
        });
        expect(outcome.attempts).toBeLessThanOrEqual(story.scenarios.length + 2);
      }
    },
    120_000,
  );

  it('at every sixth of its calls, one process after the other', async () => {
    const request = await stage.request();
    const clock = earlierClock();
    let ends = 0;
    const next = () => (ends++, worker(clock, new MortalProcess(6, 'after')));
    expect(await carryOn(request, goodDay, clock, next)).toMatchObject(paid);
    expect(ends).toBeGreaterThan(2);
  });
});

describe('F4.4 a gate that ends at any one of its calls to the outside', () => {
  it.each(['before', 'after'] as const)('%s the call: asked again, it says yes, and one is broadcast', async (when) => {
    const endedAt = new Set<string>();
    // Six calls as a rule; one less or more where the worker is faster or comes in between.
    for (let call = 1; call <= 7; call++) {
      const request = await stage.request();
      const mortal = new MortalProcess(call, when);
      const reader = mortal.port(stage.usualGateway.reader);
      let process = gateProcess(stage, { streams: mortal.port(stage.streams), reader });
      gate.instead = {
        answer: (question) =>
          process.answer(question).catch((error: unknown) => {
            process = gateProcess(stage);
            throw error;
          }),
      };
      const clock = earlierClock();
      expect(await carryOn(request, goodDay, clock, () => worker(clock, immortal()))).toMatchObject({
        ...paid,
        attempts: 1,
      });
      if (mortal.endedAt !== undefined) endedAt.add(mortal.endedAt);
    }
    gate.instead = undefined;
    expect(endedAt).toEqual(new Set(['read gate', 'pullTransaction', 'read payout', 'append gate', 'append payout']));
  });
});

describe('INV-P3 INV-P4 INV-P5 INV-P6 after all this', () => {
  it('every payout is safe', async () => expect(await safetyProblems(stage)).toEqual([]));
});
