import { describe, expect, it } from '@jest/globals';
import { fold } from '../decider/decider.js';
import { givenWhenThen } from '../decider/given-when-then.js';
import { stored } from '../decider/laws.fixtures.js';
import { onboardingSteps } from './onboarding-steps.js';
import { operatorCodec } from './operator.codec.js';
import type { OnboardingStep, OnboardingStepName } from './operator.events.js';
import { onboarded, recordStep, stepDone, stepWithdrawn } from './operator.fixtures.js';
import { missingSteps, operatorDecider } from './operator.js';

const { given } = givenWhenThen(operatorDecider);
const before = (name: OnboardingStepName) => onboarded.slice(0, 1 + onboardingSteps.indexOf(name));

describe('IN-15 an API user, IN-19 the approver of the API Signer', () => {
  const owner = 'owner@acme';
  const approved = (approvedBy?: string): readonly OnboardingStep[] => {
    const by = approvedBy === undefined ? {} : { approvedBy };
    return [
      { step: 'api-admin-approved', apiUser: 'acme-admin', ...by },
      { step: 'api-signer-approved', apiUser: 'acme-signer', ...by },
      { step: 'approver-paired', hostedBy: 'integrator', ...by },
    ];
  };

  it.each(approved(owner))('$step by the account owner, who is recorded', (done) =>
    given(...before(done.step))
      .when(recordStep(done))
      .thenFacts(stepDone(done)),
  );

  it.each([
    ...approved(),
    ...approved(' '),
    ...approved('acme-admin'),
    ...approved('acme-signer').slice(1),
    ...approved('ACME-Admin '),
  ])('%j is not approved: nobody did, or an API user for the others', (done) =>
    given(...before(done.step))
      .when(recordStep(done))
      .thenRejects('owner-approval-needed'),
  );

  it('was approved in the facts from before the owner was asked for', () => {
    const old = approved().map((done) => stepDone(done));
    expect(old.map((fact) => stored(operatorCodec, fact))).toEqual(old);
  });

  it.each(['api-admin-approved', 'api-signer-approved'] as const)(
    'IN-15 no credentials and no live money before the owner has approved %s',
    (step) => {
      const facts = [...before('credentials-stored'), stepWithdrawn(step)];
      given(...facts)
        .when(recordStep({ step: 'credentials-stored', reference: 'vault:ledger/acme' }))
        .thenRejects('earlier-steps-missing', { missing: [step] });
      expect(missingSteps(fold(operatorDecider, [...onboarded, stepWithdrawn(step)]))).toEqual([step]);
    },
  );

  it('IN-19 is paired only after its API Signer was approved, and no live money moves before', () => {
    given(...before('api-signer-approved'))
      .when(recordStep({ step: 'approver-paired', hostedBy: 'operator', approvedBy: owner }))
      .thenRejects('earlier-steps-missing', { missing: ['api-signer-approved'] });
    expect(missingSteps(fold(operatorDecider, [...onboarded, stepWithdrawn('approver-paired')]))).toEqual([
      'approver-paired',
    ]);
  });
});
