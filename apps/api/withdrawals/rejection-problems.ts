import type { RequestPayoutRejection } from '#libs/payouts/payout.handlers.js';
import { ApiProblem } from '../problems/api-problem.js';
import { attemptAnswers, type Answer } from '../problems/attempt-answers.js';

const { answers: shared, invalidState } = attemptAnswers('withdrawal');

/** What clients are told about each refusal of a command. A new refusal does not compile until it has an answer. */
const answers: Readonly<Record<RequestPayoutRejection['code'], Answer>> = {
  ...shared,
  'payout-not-in-status': invalidState,
  'payout-under-review': invalidState,
};

export function rejectionProblem(rejection: RequestPayoutRejection): ApiProblem {
  const missing = rejection.code === 'operator-not-live' ? rejection.missing : [];
  const details = missing.map((step) => ({ field: 'onboarding', problem: `${step} is missing` }));
  return new ApiProblem(...answers[rejection.code], { details });
}
