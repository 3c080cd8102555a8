import { isDeepStrictEqual } from 'node:util';
import { accept, reject, unreachable, type DataOf, type Decider, type Decision } from '../decider/decider.js';
import { isSamePerson } from '../decider/verdict.js';
import { recordHosting, type HostingRejection, type RecordHosting } from './approver-hosting.js';
import { setFees, type FeePlanRejection, type SetFees } from './fee-plan.js';
import { onboardingSteps, prerequisites } from './onboarding-steps.js';
import type {
  ApproverHost,
  ApproverHostingRecorded,
  OnboardingStep,
  OnboardingStepDone,
  OnboardingStepName,
  OperatorEvent,
  OperatorFeesSet,
  OperatorRegistered,
} from './operator.events.js';

export type OperatorCommand =
  | { readonly type: 'RegisterOperator'; readonly data: RegisterOperator }
  | { readonly type: 'RecordStep'; readonly data: RecordStep }
  | { readonly type: 'WithdrawStep'; readonly data: WithdrawStep }
  | { readonly type: 'RecordHosting'; readonly data: RecordHosting }
  | { readonly type: 'SetFees'; readonly data: SetFees };

export interface RegisterOperator {
  readonly operatorId: string;
  readonly name: string;
  readonly by: string;
  readonly now: Date;
}

export interface RecordStep {
  readonly done: OnboardingStep;
  readonly by: string;
  readonly evidence: string;
  readonly now: Date;
}

export interface WithdrawStep {
  readonly step: OnboardingStepName;
  readonly by: string;
  readonly reason: string;
  readonly now: Date;
}

export type OperatorRejection =
  | { readonly code: 'operator-not-found' }
  | { readonly code: 'operator-registered-otherwise'; readonly registered: OperatorRegistered }
  | { readonly code: 'step-done-otherwise'; readonly done: OnboardingStep }
  | { readonly code: 'step-not-done'; readonly step: OnboardingStepName }
  | { readonly code: 'earlier-steps-missing'; readonly missing: readonly OnboardingStepName[] }
  | { readonly code: 'api-users-not-separate' }
  | { readonly code: 'owner-approval-needed' }
  | { readonly code: 'secret-instead-of-reference' }
  | { readonly code: 'evidence-needed' }
  | HostingRejection
  | FeePlanRejection;

export type Operator =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'registered';
      readonly registration: OperatorRegistered;
      /** What holds now, by step. */
      readonly steps: ReadonlyMap<OnboardingStepName, OnboardingStepDone>;
      /** Who runs its approver now. */
      readonly hosting: ApproverHostingRecorded | undefined;
      /** In the order in which they came into force. */
      readonly feePlans: readonly OperatorFeesSet[];
    };

type RegisteredOperator = Extract<Operator, { status: 'registered' }>;
type OperatorDecision = Decision<OperatorEvent, OperatorRejection>;

export const operatorDecider: Decider<OperatorCommand, Operator, OperatorEvent, OperatorRejection> = {
  initial: { status: 'unknown' },
  decide: (command, operator): OperatorDecision => {
    if (command.type === 'RegisterOperator') return registerOperator(command.data, operator);
    if (operator.status === 'unknown') return reject({ code: 'operator-not-found' });
    switch (command.type) {
      case 'RecordStep':
        return recordStep(command.data, operator);
      case 'WithdrawStep':
        return withdrawStep(command.data, operator);
      case 'RecordHosting': {
        const paired = operator.steps.get('approver-paired')?.done;
        const { registration, hosting } = operator;
        return recordHosting(registration.operatorId, command.data, { hosting, paired });
      }
      case 'SetFees':
        return setFees(operator.registration.operatorId, command.data, operator.feePlans);
      default:
        return unreachable(command);
    }
  },
  evolve,
};

/** What is left to do before live money moves; the registration itself counts (IN-14). */
export function missingSteps(operator: Operator): readonly ('registered' | OnboardingStepName)[] {
  if (operator.status === 'unknown') return ['registered', ...onboardingSteps];
  return onboardingSteps.filter((step) => !operator.steps.has(step));
}

function registerOperator({ now, ...wanted }: RegisterOperator, operator: Operator): OperatorDecision {
  if (operator.status === 'unknown')
    return accept({ type: 'OperatorRegistered', data: { ...wanted, registeredAt: now } });
  const { registration } = operator;
  if (registration.name === wanted.name) return accept();
  return reject({ code: 'operator-registered-otherwise', registered: registration });
}

function recordStep({ done, by, evidence, now }: RecordStep, operator: RegisteredOperator): OperatorDecision {
  const { registration, steps } = operator;
  const before = steps.get(done.step);
  if (before && isDeepStrictEqual(before.done, done)) return accept();
  if (before) return reject({ code: 'step-done-otherwise', done: before.done });
  if (!evidence.trim()) return reject({ code: 'evidence-needed' });
  const missing = prerequisites[done.step].filter((step) => !steps.has(step));
  if (missing.length > 0) return reject({ code: 'earlier-steps-missing', missing });
  if (isUserOfOtherRole(done, steps)) return reject({ code: 'api-users-not-separate' });
  if (!isApprovedByOwner(done, steps)) return reject({ code: 'owner-approval-needed' });
  const otherHost = otherHostOf(done, operator.hosting);
  if (otherHost) return reject({ code: 'approver-hosted-otherwise', hostedBy: otherHost });
  if (done.step === 'credentials-stored' && !isReference(done.reference))
    return reject({ code: 'secret-instead-of-reference' });
  const { operatorId } = registration;
  return accept({ type: 'OnboardingStepDone', data: { operatorId, done, by, evidence, recordedAt: now } });
}

function withdrawStep(
  { now, ...withdrawn }: DataOf<OperatorCommand, 'WithdrawStep'>,
  { registration: { operatorId }, steps }: RegisteredOperator,
): OperatorDecision {
  if (!steps.has(withdrawn.step)) return reject({ code: 'step-not-done', step: withdrawn.step });
  if (!withdrawn.reason.trim()) return reject({ code: 'evidence-needed' });
  return accept({ type: 'OnboardingStepWithdrawn', data: { operatorId, ...withdrawn, withdrawnAt: now } });
}

function isUserOfOtherRole(done: OnboardingStep, steps: RegisteredOperator['steps']): boolean {
  if (!('apiUser' in done)) return false;
  const otherRole = done.step === 'api-admin-approved' ? 'api-signer-approved' : 'api-admin-approved';
  const other = steps.get(otherRole)?.done;
  return other !== undefined && 'apiUser' in other && isSamePerson(other.apiUser, done.apiUser);
}

/** By somebody, who is none of the API users: nobody approves himself (IN-15). */
function isApprovedByOwner(done: OnboardingStep, steps: RegisteredOperator['steps']): boolean {
  if (done.step !== 'api-admin-approved' && done.step !== 'api-signer-approved' && done.step !== 'approver-paired')
    return true;
  const users = [done, ...[...steps.values()].map((step) => step.done)];
  const owner = done.approvedBy?.trim();
  return Boolean(owner) && !users.some((user) => 'apiUser' in user && isSamePerson(user.apiUser, owner ?? ''));
}

function otherHostOf(done: OnboardingStep, hosting: ApproverHostingRecorded | undefined): ApproverHost | undefined {
  const isOther = done.step === 'approver-paired' && hosting && hosting.hostedBy !== done.hostedBy;
  return isOther ? hosting.hostedBy : undefined;
}

/** `<store>:<path>` of short words: a key or a token, pasted by mistake, is none (IN-16). */
function isReference(text: string): boolean {
  return /^(?:vault|kms|file|env):[\w-]{1,32}(?:\/[\w-]{1,32}){0,7}$/.test(text);
}

function evolve(operator: Operator, { type, data }: OperatorEvent): Operator {
  if (type === 'OperatorRegistered')
    return { status: 'registered', registration: data, steps: new Map(), hosting: undefined, feePlans: [] };
  if (operator.status === 'unknown') throw new Error(`${type} cannot follow on an operator that is not registered`);
  switch (type) {
    case 'OnboardingStepDone':
      return { ...operator, steps: new Map([...operator.steps, [data.done.step, data]]) };
    case 'OnboardingStepWithdrawn':
      return { ...operator, steps: new Map([...operator.steps].filter(([step]) => step !== data.step)) };
    case 'ApproverHostingRecorded':
      return { ...operator, hosting: data };
    case 'OperatorFeesSet':
      return { ...operator, feePlans: [...operator.feePlans, data] };
    default:
      return unreachable(type);
  }
}
