import { usualNetworks } from '../chains/networks.js';
import { storedAsset } from '../money/asset.js';
import { money } from '../money/money.js';
import type { ApproverHost, OnboardingStep, OnboardingStepName, OperatorEvent } from './operator.events.js';
import type { MovementRule } from './movement-check.js';
import type { OperatorCommand } from './operator.js';

/** Money moves without onboarding, on every network. */
export const testRule: MovementRule = {
  environment: 'test',
  requiredInTest: false,
  networks: usualNetworks('test'),
};

export const operatorId = 'acme';
export const now = new Date('2026-01-05T12:00:07.089Z');
const by = 'user:ada';
const euro = storedAsset('EUR@fiat/2');
const evidence = 'ticket:4711';

/** The whole checklist, in its order. */
export const allSteps: readonly OnboardingStep[] = [
  { step: 'enterprise-plan-confirmed' },
  { step: 'device-paired' },
  { step: 'api-admin-approved', apiUser: 'acme-admin', approvedBy: 'owner@acme' },
  { step: 'api-signer-approved', apiUser: 'acme-signer', approvedBy: 'owner@acme' },
  { step: 'credentials-stored', reference: 'vault:ledger/acme' },
  { step: 'approver-paired', hostedBy: 'integrator', approvedBy: 'owner@acme' },
  { step: 'master-wallet-opened', walletId: 'wal_master' },
  { step: 'funded', reference: 'opening:wal_master' },
];

export const operatorRegistered: OperatorEvent = {
  type: 'OperatorRegistered',
  data: { operatorId, name: 'Acme Games', by, registeredAt: now },
};

export function stepDone(done: OnboardingStep): OperatorEvent {
  return { type: 'OnboardingStepDone', data: { operatorId, done, by, evidence, recordedAt: now } };
}

export function stepWithdrawn(step: OnboardingStepName): OperatorEvent {
  return { type: 'OnboardingStepWithdrawn', data: { operatorId, step, by, reason: 'Pairing lost', withdrawnAt: now } };
}

export function registerOperator(name = 'Acme Games'): OperatorCommand {
  return { type: 'RegisterOperator', data: { operatorId, name, by, now } };
}

export function recordStep(done: OnboardingStep, given = evidence): OperatorCommand {
  return { type: 'RecordStep', data: { done, by, evidence: given, now } };
}

export function withdrawStep(step: OnboardingStepName, reason = 'Pairing lost'): OperatorCommand {
  return { type: 'WithdrawStep', data: { step, by, reason, now } };
}

/** What stands in the log when everything is done. */
export const onboarded: readonly OperatorEvent[] = [operatorRegistered, ...allSteps.map(stepDone)];

export function feesSet(shareBps: number, flatMinor?: bigint, setAt = now): OperatorEvent {
  const flat = flatMinor === undefined ? undefined : money(euro, flatMinor);
  return { type: 'OperatorFeesSet', data: { operatorId, shareBps, flat, by, setAt } };
}

export function setFees(shareBps: number, flatMinor?: bigint): OperatorCommand {
  const flat = flatMinor === undefined ? undefined : money(euro, flatMinor);
  return { type: 'SetFees', data: { shareBps, flat, by, now } };
}

const endpoint = 'approver.acme.example:8443';

export function hostingRecorded(hostedBy: ApproverHost, version = '1.4.2', at = endpoint): OperatorEvent {
  return {
    type: 'ApproverHostingRecorded',
    data: { operatorId, hostedBy, endpoint: at, version, by, recordedAt: now },
  };
}

export function recordHosting(hostedBy: ApproverHost, changes: { endpoint?: string; version?: string } = {}) {
  const data = { hostedBy, endpoint, version: '1.4.2', by, now, ...changes };
  return { type: 'RecordHosting', data } satisfies OperatorCommand;
}

export const operatorFacts = {
  OperatorRegistered: operatorRegistered,
  OnboardingStepDone: stepDone({ step: 'approver-paired', hostedBy: 'operator', approvedBy: 'owner@acme' }),
  OnboardingStepWithdrawn: stepWithdrawn('approver-paired'),
  ApproverHostingRecorded: hostingRecorded('operator'),
  OperatorFeesSet: feesSet(25, 50_000n),
};
