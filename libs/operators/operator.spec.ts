import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fold } from '../decider/decider.js';
import { givenWhenThen } from '../decider/given-when-then.js';
import { stored } from '../decider/laws.fixtures.js';
import { onboardingRefusal } from './movement-check.js';
import { onboardingSteps, prerequisites } from './onboarding-steps.js';
import { operatorCodec, operatorStream } from './operator.codec.js';
import type { OnboardingStep, OnboardingStepName, OperatorEvent } from './operator.events.js';
import {
  allSteps,
  feesSet,
  onboarded,
  operatorFacts,
  operatorRegistered,
  recordStep,
  registerOperator,
  setFees,
  stepDone,
  stepWithdrawn,
  withdrawStep,
} from './operator.fixtures.js';
import { missingSteps, operatorDecider } from './operator.js';

const { given } = givenWhenThen(operatorDecider);
const before = (name: OnboardingStepName) => onboarded.slice(0, 1 + onboardingSteps.indexOf(name));
const admin = (apiUser: string): OnboardingStep => ({ step: 'api-admin-approved', apiUser, approvedBy: 'owner' });
const signer = (apiUser: string): OnboardingStep => ({ step: 'api-signer-approved', apiUser, approvedBy: 'owner' });

describe('IN-04 the onboarding of an operator', () => {
  it('begins with its registration, once', () => {
    given().when(registerOperator()).thenFacts(operatorRegistered);
    given(operatorRegistered).when(registerOperator()).thenNothing();
    given(operatorRegistered).when(registerOperator('Other')).thenRejects('operator-registered-otherwise');
  });

  it.each(allSteps)('records $step with who, when and why it is believed, once', (done) => {
    given(...before(done.step))
      .when(recordStep(done))
      .thenFacts(stepDone(done));
    given(...onboarded)
      .when(recordStep(done))
      .thenNothing();
  });

  it.each(allSteps)('takes $step with evidence only', (done) =>
    given(...before(done.step))
      .when(recordStep(done, ' '))
      .thenRejects('evidence-needed'),
  );

  it('knows nobody who is not registered', () => {
    given()
      .when(recordStep({ step: 'device-paired' }))
      .thenRejects('operator-not-found');
    given().when(withdrawStep('device-paired')).thenRejects('operator-not-found');
  });

  it.each(allSteps.filter(({ step }) => prerequisites[step].length > 0))('names what $step needs first', (done) =>
    given(operatorRegistered)
      .when(recordStep(done))
      .thenRejects('earlier-steps-missing', { missing: prerequisites[done.step] }),
  );

  it('does not overwrite what was done', () =>
    given(...onboarded)
      .when(recordStep({ step: 'master-wallet-opened', walletId: 'wal_2' }))
      .thenRejects('step-done-otherwise', { done: { step: 'master-wallet-opened', walletId: 'wal_master' } }));

  it('withdraws what holds no longer, and takes it anew', () => {
    given(...onboarded)
      .when(withdrawStep('approver-paired'))
      .thenFacts(stepWithdrawn('approver-paired'));
    given(...onboarded)
      .when(withdrawStep('approver-paired', ''))
      .thenRejects('evidence-needed');
    given(operatorRegistered).when(withdrawStep('funded')).thenRejects('step-not-done', { step: 'funded' });
    const elsewhere: OnboardingStep = { step: 'approver-paired', hostedBy: 'operator', approvedBy: 'owner' };
    given(...onboarded, stepWithdrawn('approver-paired'))
      .when(recordStep(elsewhere))
      .thenFacts(stepDone(elsewhere));
  });
});

describe('IN-01 the two API users of an operator', () => {
  it('are not one', () => {
    const paired = before('api-admin-approved');
    given(...paired, stepDone(admin('one')))
      .when(recordStep(signer('One ')))
      .thenRejects('api-users-not-separate');
    given(...paired, stepDone(signer('one')))
      .when(recordStep(admin('one')))
      .thenRejects('api-users-not-separate');
    given(...paired, stepDone(signer('one')))
      .when(recordStep(admin('two')))
      .thenFacts(stepDone(admin('two')));
  });
});

describe('IN-16 stored credentials', () => {
  it.each([
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
    'pk_live_k1_0123456789abcdef',
    'vault:eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
    'vault:0123456789abcdef0123456789abcdef0123456789abcdef',
    'vault:',
    '',
  ])('are a reference, never %j', (reference) =>
    given(...before('credentials-stored'))
      .when(recordStep({ step: 'credentials-stored', reference }))
      .thenRejects('secret-instead-of-reference'),
  );
});

describe('IN-14 live money', () => {
  const live = { environment: 'live', requiredInTest: false } as const;
  const refusal = (facts: readonly OperatorEvent[], rule: Parameters<typeof onboardingRefusal>[1] = live) =>
    onboardingRefusal(fold(operatorDecider, facts), rule);

  it('moves when every step is done', () => expect(refusal(onboarded)).toBeUndefined());

  it('does not move for an operator whom nobody registered', () =>
    expect(refusal([])).toEqual({ code: 'operator-not-live', missing: ['registered', ...onboardingSteps] }));

  it('stops when a step holds no longer', () =>
    expect(refusal([...onboarded, stepWithdrawn('approver-paired')])).toEqual({
      code: 'operator-not-live',
      missing: ['approver-paired'],
    }));

  it('is no matter in a test environment, unless it is asked for', () => {
    expect(refusal([], { environment: 'test', requiredInTest: false })).toBeUndefined();
    expect(refusal([], { environment: 'test', requiredInTest: true })).toMatchObject({ code: 'operator-not-live' });
  });

  it('waits for exactly the steps that are not done, in whatever order they are tried', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...allSteps)), (tried) => {
        const facts: OperatorEvent[] = [operatorRegistered];
        for (const done of tried) {
          const decision = operatorDecider.decide(recordStep(done), fold(operatorDecider, facts));
          if (decision.ok) facts.push(...decision.events);
        }
        const done = facts.flatMap((fact) => (fact.type === 'OnboardingStepDone' ? [fact.data.done.step] : []));
        const missing = missingSteps(fold(operatorDecider, facts));
        expect([...done, ...missing].toSorted()).toEqual(onboardingSteps.toSorted());
        for (const step of done) expect(missing).not.toEqual(expect.arrayContaining([...prerequisites[step], step]));
      }),
    ));
});

describe('INV-C3 the facts of an operator in the log', () => {
  it.each(Object.values(operatorFacts))('$type is read back as it was written', (fact) =>
    expect(stored(operatorCodec, fact)).toEqual(fact),
  );

  it.each(allSteps)('$step keeps its details', (done) =>
    expect(stored(operatorCodec, stepDone(done))).toEqual(stepDone(done)),
  );

  it('stand in its stream, after its registration', () => {
    expect(operatorStream('acme')).toBe('operator-acme');
    expect(() => fold(operatorDecider, [stepDone({ step: 'device-paired' })])).toThrow('cannot follow');
  });
});

describe('API-28 what the platform takes of an operator', () => {
  it('is set, changed, and recorded once for the same', () => {
    given(operatorRegistered).when(setFees(25, 50_000n)).thenFacts(feesSet(25, 50_000n));
    given(operatorRegistered, feesSet(25, 50_000n)).when(setFees(25, 50_000n)).thenNothing();
    given(operatorRegistered, feesSet(25, 50_000n)).when(setFees(25)).thenFacts(feesSet(25));
  });

  it('is a share of at most all of it, and a flat fee above zero', () => {
    given(operatorRegistered).when(setFees(10_001)).thenRejects('share-out-of-range');
    given(operatorRegistered).when(setFees(0.5)).thenRejects('share-out-of-range');
    given(operatorRegistered).when(setFees(25, 0n)).thenRejects('flat-fee-not-positive');
    given().when(setFees(25)).thenRejects('operator-not-found');
  });
});
