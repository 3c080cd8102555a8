import type { OnboardingStepName } from './operator.events.js';

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
