import { unreachable } from '../decider/decider.js';
import type { ApproverHost, OnboardingStep, OnboardingStepName } from './operator.events.js';

/** In the order in which they are usually done. */
export const onboardingSteps = [
  'enterprise-plan-confirmed',
  'device-paired',
  'api-admin-approved',
  'api-signer-approved',
  'credentials-stored',
  'approver-paired',
  'master-wallet-opened',
  'funded',
] as const satisfies readonly OnboardingStepName[];

/** What the provider demands to have been done before. */
export const prerequisites: Readonly<Record<OnboardingStepName, readonly OnboardingStepName[]>> = {
  'enterprise-plan-confirmed': [],
  'device-paired': ['enterprise-plan-confirmed'],
  'api-admin-approved': ['device-paired'],
  'api-signer-approved': ['device-paired'],
  'credentials-stored': ['api-admin-approved', 'api-signer-approved'],
  'approver-paired': ['api-signer-approved'],
  'master-wallet-opened': ['device-paired'],
  funded: ['master-wallet-opened'],
};

/** What there is to know of a step beside its name, as people say it. */
export interface StepDetails {
  readonly apiUser?: string | undefined;
  readonly approvedBy?: string | undefined;
  readonly reference?: string | undefined;
  readonly hostedBy?: ApproverHost | undefined;
  readonly walletId?: string | undefined;
}

export type DescribedStep =
  | { readonly ok: true; readonly done: OnboardingStep }
  | { readonly ok: false; readonly field: keyof StepDetails; readonly problem: 'missing' | 'of-another-step' };

/** A step with exactly the details that belong to it. */
export function describeStep(step: OnboardingStepName, details: StepDetails): DescribedStep {
  const { apiUser, approvedBy, reference, hostedBy, walletId } = details;
  switch (step) {
    case 'api-admin-approved':
    case 'api-signer-approved':
      return described(
        details,
        ['apiUser', 'approvedBy'],
        apiUser !== undefined && approvedBy !== undefined && { step, apiUser, approvedBy },
      );
    case 'credentials-stored':
    case 'funded':
      return described(details, ['reference'], reference !== undefined && { step, reference });
    case 'approver-paired':
      return described(
        details,
        ['hostedBy', 'approvedBy'],
        hostedBy !== undefined && approvedBy !== undefined && { step, hostedBy, approvedBy },
      );
    case 'master-wallet-opened':
      return described(details, ['walletId'], walletId !== undefined && { step, walletId });
    case 'enterprise-plan-confirmed':
    case 'device-paired':
      return withoutOthers(details, [], { step });
    default:
      return unreachable(step);
  }
}

const detailNames = [
  'apiUser',
  'approvedBy',
  'reference',
  'hostedBy',
  'walletId',
] as const satisfies readonly (keyof StepDetails)[];

type DetailNames = readonly (keyof StepDetails)[];

function described(
  details: StepDetails,
  needed: readonly [keyof StepDetails, ...DetailNames],
  done: OnboardingStep | false,
): DescribedStep {
  const missing = needed.find((name) => details[name] === undefined);
  if (!done) return { ok: false, field: missing ?? needed[0], problem: 'missing' };
  return withoutOthers(details, needed, done);
}

function withoutOthers(details: StepDetails, needed: DetailNames, done: OnboardingStep): DescribedStep {
  const foreign = detailNames.find((name) => !needed.includes(name) && details[name] !== undefined);
  return foreign ? { ok: false, field: foreign, problem: 'of-another-step' } : { ok: true, done };
}
