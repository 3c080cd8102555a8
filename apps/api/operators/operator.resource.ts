import type { ApproverHostingRecorded, OnboardingStepDone } from '#libs/operators/operator.events.js';
import { missingSteps, type Operator } from '#libs/operators/operator.js';
import { notFound } from '../problems/api-problem.js';
import type { ApproverDto } from './approver.dto.js';
import type { DoneStepDto, OperatorDto } from './operator.dto.js';

/** @throws ApiProblem when there is no such operator. */
export function operatorResource(operator: Operator): OperatorDto {
  if (operator.status === 'unknown') throw notFound();
  const { operatorId, name, registeredAt } = operator.registration;
  const missing = missingSteps(operator);
  return {
    object: 'operator',
    id: operatorId,
    name,
    onboarded: missing.length === 0,
    missing_steps: missing,
    steps: [...operator.steps.values()].map(doneStep),
    approver: operator.hosting ? approver(operator.hosting) : null,
    registered_at: registeredAt.toISOString(),
  };
}

function approver({ hostedBy, endpoint, version, by, recordedAt }: ApproverHostingRecorded): ApproverDto {
  return { hosted_by: hostedBy, endpoint, version, recorded_by: by, recorded_at: recordedAt.toISOString() };
}

function doneStep({ done, evidence, by, recordedAt }: OnboardingStepDone): DoneStepDto {
  return {
    step: done.step,
    evidence,
    recorded_by: by,
    recorded_at: recordedAt.toISOString(),
    ...('apiUser' in done && { api_user: done.apiUser }),
    ...('approvedBy' in done && { approved_by: done.approvedBy }),
    ...('reference' in done && { reference: done.reference }),
    ...('hostedBy' in done && { hosted_by: done.hostedBy }),
    ...('walletId' in done && { wallet_id: done.walletId }),
  };
}
