import type { RequestSwapRejection } from '#libs/swaps/swap.handlers.js';
import { ApiProblem, type ProblemDetail } from '../problems/api-problem.js';
import { attemptAnswers, type Answer } from '../problems/attempt-answers.js';

const { answers: shared, invalidState } = attemptAnswers('swap');

/** What clients are told about each refusal of a command. A new refusal does not compile until it has an answer. */
const answers: Readonly<Record<RequestSwapRejection['code'], Answer>> = {
  ...shared,
  'same-asset': ['invalid_request', 'An asset cannot be swapped into itself.'],
  'quote-not-usable': ['invalid_amount', 'The expected output is none.'],
  'swap-not-in-status': invalidState,
  'swap-under-review': invalidState,
  'output-missing': invalidState,
};

export function rejectionProblem(rejection: RequestSwapRejection): ApiProblem {
  return new ApiProblem(...answers[rejection.code], { details: detailsOf(rejection) });
}

function detailsOf(rejection: RequestSwapRejection): readonly ProblemDetail[] {
  const { code } = rejection;
  if (code === 'operator-not-live')
    return rejection.missing.map((step) => ({ field: 'onboarding', problem: `${step} is missing` }));
  if (code === 'wallet-not-found')
    return [{ field: 'wallet_id', problem: 'is no Master Wallet or operator’s wallet of this operator' }];
  if (code === 'same-asset') return [{ field: 'to_asset', problem: 'is what is given' }];
  if (code === 'quote-not-usable') return [{ field: 'expected_output', problem: 'is no amount of to_asset' }];
  return [];
}
