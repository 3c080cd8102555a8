import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { nextStep } from './next-step.js';
import { attempts_max } from '../attempts/attempt.js';
import { live, type Plan, type World } from './worker.fixtures.js';

const cooperative: World = { answers: ['accepted'], gateUp: [true], approverAsks: true, pays: true, resumes: 0 };
const deaf: World = { ...cooperative, answers: ['request-lost'] };

const paysOnce = (plan: Plan) => {
  const { payout, lastStep, attempts, refused, minutes } = live(plan, cooperative);
  expect({ payout, lastStep, attempts, refused }).toMatchObject({
    payout: { status: 'settled', providerId: 'tx-1' },
    lastStep: { do: 'capture-hold', settled: { providerId: 'tx-1' } },
    attempts: 1,
    refused: [],
  });
  expect(minutes).toBeLessThanOrEqual(5);
};

const callsPeopleWithoutGate = (plan: Plan) => {
  const { payout, attempts, minutes } = live(plan, { ...deaf, gateUp: [false] });
  expect(payout).toMatchObject({ status: 'submitted', review: { reason: 'outcome-unknown-too-long' } });
  expect(attempts).toBe(1);
  expect(minutes).toBeLessThanOrEqual(32);
};

const givesUpAfterTheLastAttempt = (plan: Plan) => {
  const { payout, attempts, minutes } = live(plan, deaf);
  expect(payout).toMatchObject({ status: 'submitted', review: { reason: 'attempts-exhausted' } });
  expect(attempts).toBe(attempts_max);
  expect(minutes).toBeLessThanOrEqual(15);
};

const worlds: fc.Arbitrary<World> = fc.record({
  answers: fc
    .tuple(
      fc.constantFrom('accepted', 'answer-lost', 'answer-late', 'process-ended', 'request-lost', 'blocked', 'declined'),
      fc.array(fc.constantFrom('accepted', 'answer-late', 'process-ended', 'request-lost', 'blocked'), {
        maxLength: 5,
      }),
    )
    .map(([first, others]) => [first, ...others]),
  gateUp: fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
  approverAsks: fc.boolean(),
  pays: fc.boolean(),
  resumes: fc.nat({ max: 8 }),
});

const neverLeavesItLying = (plan: Plan) =>
  fc.assert(
    fc.property(worlds, (world) => {
      const { payout, attempts, refused } = live(plan, world);
      const review = 'review' in payout && payout.review !== undefined;
      expect({ ended: payout.status === 'settled' || payout.status === 'released' || review, refused }).toEqual({
        ended: true,
        refused: [],
      });
      expect(attempts).toBeLessThanOrEqual(attempts_max);
    }),
    { numRuns: 400 },
  );

describe('a worker that always takes the next step', () => {
  it('pays once and captures the hold, with a provider that answers', () => paysOnce(nextStep));
  it('INV-P8 calls people in time when nothing is known and the gate is down', () => callsPeopleWithoutGate(nextStep));
  it('never exceeds the attempts, with a healthy gate and a provider that never answers', () =>
    givesUpAfterTheLastAttempt(nextStep));
  it('F3.1 F3.2 F4.5 ends every payout or calls people, whatever is lost, and is never refused by the rules', () =>
    neverLeavesItLying(nextStep));
});

/** The plan with another step wherever it says one of these. */
const instead = (of: ReturnType<Plan>['do'], step: (planned: ReturnType<Plan>) => ReturnType<Plan>): Plan => {
  return (...args) => {
    const planned = nextStep(...args);
    return planned.do === of ? step(planned) : planned;
  };
};

const wait = (): ReturnType<Plan> => ({ do: 'nothing' });
const submitAnyway = (): ReturnType<Plan> => ({ do: 'submit' });

describe('planted bugs in the plan are noticed', () => {
  it.each([
    ['never watches', paysOnce, instead('watch', wait)],
    ['never reserves', paysOnce, instead('reserve-funds', wait)],
    ['waits for the gate for ever', callsPeopleWithoutGate, instead('submit-if-gate-healthy', wait)],
    ['asks again without the gate', callsPeopleWithoutGate, instead('submit-if-gate-healthy', submitAnyway)],
    ['gives up silently', givesUpAfterTheLastAttempt, instead('require-review', wait)],
    ['tries once more', neverLeavesItLying, instead('require-review', submitAnyway)],
    ['forgets lost calls', neverLeavesItLying, instead('record-lost-call', wait)],
    [
      'watches without ever calling people',
      neverLeavesItLying,
      instead('watch', (step) => ('providerId' in step ? { do: 'watch', providerId: step.providerId } : step)),
    ],
  ])('a plan that %s', (_, law, plan) => expect(() => law(plan)).toThrow());
});
