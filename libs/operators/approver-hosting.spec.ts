import { describe, it } from '@jest/globals';
import { givenWhenThen } from '../decider/given-when-then.js';
import { onboardingSteps } from './onboarding-steps.js';
import type { OnboardingStepName } from './operator.events.js';
import {
  hostingRecorded,
  onboarded,
  operatorRegistered,
  recordHosting,
  recordStep,
  stepDone,
  stepWithdrawn,
} from './operator.fixtures.js';
import { operatorDecider } from './operator.js';

const { given } = givenWhenThen(operatorDecider);
const before = (name: OnboardingStepName) => onboarded.slice(0, 1 + onboardingSteps.indexOf(name));

describe('IN-03 who hosts the approver of an operator', () => {
  it.each(['integrator', 'operator'] as const)('is the %s, where and in which version, once for the same', (host) => {
    given(operatorRegistered).when(recordHosting(host)).thenFacts(hostingRecorded(host));
    given(operatorRegistered, hostingRecorded(host)).when(recordHosting(host)).thenNothing();
    given(operatorRegistered, hostingRecorded(host))
      .when(recordHosting(host, { version: '1.5.0' }))
      .thenFacts(hostingRecorded(host, '1.5.0'));
    const endpoint = 'http://other.example:8443';
    given(operatorRegistered, hostingRecorded(host))
      .when(recordHosting(host, { endpoint }))
      .thenFacts(hostingRecorded(host, '1.4.2', endpoint));
    given().when(recordHosting(host)).thenRejects('operator-not-found');
  });

  it('may change from the one to the other while none is paired', () =>
    given(operatorRegistered, hostingRecorded('integrator'))
      .when(recordHosting('operator'))
      .thenFacts(hostingRecorded('operator')));

  it('is one and the same as the one whose approver is paired', () => {
    const paired = stepDone({ step: 'approver-paired', hostedBy: 'operator', approvedBy: 'owner@acme' });
    given(...onboarded)
      .when(recordHosting('operator'))
      .thenRejects('approver-hosted-otherwise', { hostedBy: 'integrator' });
    given(...onboarded, stepWithdrawn('approver-paired'))
      .when(recordHosting('operator'))
      .thenFacts(hostingRecorded('operator'));
    given(...before('approver-paired'), hostingRecorded('integrator'))
      .when(recordStep({ step: 'approver-paired', hostedBy: 'operator', approvedBy: 'owner@acme' }))
      .thenRejects('approver-hosted-otherwise', { hostedBy: 'integrator' });
    given(...before('approver-paired'), hostingRecorded('operator'))
      .when(recordStep({ step: 'approver-paired', hostedBy: 'operator', approvedBy: 'owner@acme' }))
      .thenFacts(paired);
  });

  it.each([
    'https://user:secret@approver.example',
    'https://approver.example/callbacks/0123456789abcdef',
    'approver.example?key=0123456789abcdef',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlX29mX2FfdG9rZW5fdGhhdF9pc19sb25n',
    '0123456789abcdef0123456789abcdef0123456789abcdef',
    '',
  ])('stands under a host, never %j', (endpoint) =>
    given(operatorRegistered).when(recordHosting('operator', { endpoint })).thenRejects('approver-endpoint-malformed'),
  );

  it.each(['', ' ', 'latest build', 'a'.repeat(33)])('has a version, which %j is not', (version) =>
    given(operatorRegistered).when(recordHosting('operator', { version })).thenRejects('approver-version-malformed'),
  );
});
