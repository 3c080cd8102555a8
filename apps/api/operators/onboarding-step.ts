import { describeStep, type StepDetails } from '#libs/operators/onboarding-steps.js';
import type { OnboardingStep } from '#libs/operators/operator.events.js';
import { invalidRequest } from '../problems/api-problem.js';
import type { RecordStepDto } from './operator.dto.js';

const fields: Readonly<Record<keyof StepDetails, keyof RecordStepDto>> = {
  apiUser: 'api_user',
  approvedBy: 'approved_by',
  reference: 'reference',
  hostedBy: 'hosted_by',
  walletId: 'wallet_id',
};

/** @throws ApiProblem when the step's detail is missing, or one of another step is there. */
export function onboardingStep(body: RecordStepDto): OnboardingStep {
  const {
    step,
    api_user: apiUser,
    approved_by: approvedBy,
    reference,
    hosted_by: hostedBy,
    wallet_id: walletId,
  } = body;
  const described = describeStep(step, { apiUser, approvedBy, reference, hostedBy, walletId });
  if (described.ok) return described.done;
  const problem = described.problem === 'missing' ? `is missing for ${step}` : `does not belong to ${step}`;
  throw invalidRequest(fields[described.field], problem);
}
