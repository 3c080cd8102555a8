import type { RequestPayoutRejection } from '#libs/payouts/payout.handlers.js';
import { ApiProblem } from '../problems/api-problem.js';
import type { ProblemCode } from '../problems/problem.codes.js';

type Answer = readonly [code: ProblemCode, message: string];

const invalidState: Answer = ['invalid_state', 'The withdrawal is not in a state in which this can be done.'];

/** What clients are told about each refusal of a command. A new refusal does not compile until it has an answer. */
const answers: Readonly<Record<RequestPayoutRejection['code'], Answer>> = {
  'idempotency-conflict': ['idempotency_conflict', 'This idempotency key was used before with another request body.'],
  'wallet-not-found': ['resource_not_found', 'There is no such resource.'],
  'operator-not-live': ['operator_not_live', 'Onboarding is not complete.'],
  'destination-not-in-book': ['destination_not_in_book', 'The destination is not approved in the address book.'],
  'payout-not-in-status': invalidState,
  'payout-under-review': invalidState,
  'attempt-in-flight': invalidState,
  'attempts-exhausted': invalidState,
  'attempt-not-found': invalidState,
  'gate-not-healthy': invalidState,
  'bound-to-another-transaction': invalidState,
  'transaction-not-ours': invalidState,
  'transaction-differs': invalidState,
  'bound-transaction-not-terminal': invalidState,
  'two-people-needed': ['forbidden_for_tenant', 'Another person has to confirm this.'],
  'evidence-needed': ['invalid_request', 'Evidence is missing.'],
};

export function rejectionProblem(rejection: RequestPayoutRejection): ApiProblem {
  const missing = rejection.code === 'operator-not-live' ? rejection.missing : [];
  const details = missing.map((step) => ({ field: 'onboarding', problem: `${step} is missing` }));
  return new ApiProblem(...answers[rejection.code], { details });
}
