import type { ProblemCode } from './problem.codes.js';

/** What clients are told about a refusal. */
export type Answer = readonly [code: ProblemCode, message: string];

/** The refusals that everything has which is asked of the provider in attempts: withdrawals and swaps. */
export function attemptAnswers(noun: string) {
  const invalidState: Answer = ['invalid_state', `The ${noun} is not in a state in which this can be done.`];
  const answers = {
    'idempotency-conflict': ['idempotency_conflict', 'This idempotency key was used before with another request body.'],
    'wallet-not-found': ['resource_not_found', 'There is no such resource.'],
    'network-not-allowed': ['network_not_allowed', 'Nothing is moved on this blockchain in this environment.'],
    'operator-not-live': ['operator_not_live', 'Onboarding is not complete.'],
    'destination-not-in-book': ['destination_not_in_book', 'The destination is not approved in the address book.'],
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
  } as const satisfies Readonly<Record<string, Answer>>;
  return { answers, invalidState };
}
