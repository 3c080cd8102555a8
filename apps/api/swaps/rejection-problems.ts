import type { RequestSwapRejection } from '#libs/swaps/swap.handlers.js';
import { ApiProblem, type ProblemDetail } from '../problems/api-problem.js';
import type { ProblemCode } from '../problems/problem.codes.js';

type Answer = readonly [code: ProblemCode, message: string];

const invalidState: Answer = ['invalid_state', 'The swap is not in a state in which this can be done.'];

/** What clients are told about each refusal of a command. A new refusal does not compile until it has an answer. */
const answers: Readonly<Record<RequestSwapRejection['code'], Answer>> = {
  'idempotency-conflict': ['idempotency_conflict', 'This idempotency key was used before with another request body.'],
  'wallet-not-found': ['resource_not_found', 'There is no such resource.'],
  'operator-not-live': ['operator_not_live', 'Onboarding is not complete.'],
  'destination-not-in-book': ['destination_not_in_book', 'The destination is not approved in the address book.'],
  'same-asset': ['invalid_request', 'An asset cannot be swapped into itself.'],
  'quote-not-usable': ['invalid_amount', 'The expected output is none.'],
  'swap-not-in-status': invalidState,
  'swap-under-review': invalidState,
  'attempt-in-flight': invalidState,
  'attempts-exhausted': invalidState,
  'attempt-not-found': invalidState,
  'gate-not-healthy': invalidState,
  'bound-to-another-transaction': invalidState,
  'transaction-not-ours': invalidState,
  'transaction-differs': invalidState,
  'output-missing': invalidState,
  'bound-transaction-not-terminal': invalidState,
  'two-people-needed': ['forbidden_for_tenant', 'Another person has to confirm this.'],
  'evidence-needed': ['invalid_request', 'Evidence is missing.'],
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
