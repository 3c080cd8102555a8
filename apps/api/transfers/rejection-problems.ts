import type { RequestTransferRejection } from '#libs/transfers/transfer.handlers.js';
import { ApiProblem, type ProblemDetail } from '../problems/api-problem.js';
import type { ProblemCode } from '../problems/problem.codes.js';

interface Answer {
  readonly code: ProblemCode;
  readonly message: string;
  /** The field that is wrong, and how. */
  readonly detail?: readonly [field: string, problem: string];
}

const noSuchResource = { code: 'resource_not_found', message: 'There is no such resource.' } as const;
const wrongWallet = {
  code: 'wallet_not_eligible',
  message: 'A transfer goes from a Master Wallet to an operator’s wallet.',
} as const;

/** What clients are told about each refusal of a command. A new refusal does not compile until it has an answer. */
const answers: Readonly<Record<RequestTransferRejection['code'], Answer>> = {
  'idempotency-conflict': {
    code: 'idempotency_conflict',
    message: 'This idempotency key was used before with another request body.',
  },
  'transfer-not-in-status': {
    code: 'invalid_state',
    message: 'The transfer is not in a state in which this can be done.',
  },
  'source-wallet-not-found': { ...noSuchResource, detail: ['from_wallet_id', 'is no wallet of yours'] },
  'destination-wallet-not-found': { ...noSuchResource, detail: ['to_wallet_id', 'is not a wallet'] },
  'source-wallet-not-master': { ...wrongWallet, detail: ['from_wallet_id', 'is not a Master Wallet'] },
  'destination-wallet-not-operator': { ...wrongWallet, detail: ['to_wallet_id', 'is not an operator’s wallet'] },
  'destination-address-unknown': {
    code: 'wallet_address_unknown',
    message: 'The receiving wallet has no address on the asset’s blockchain.',
    detail: ['to_wallet_id', 'has no address on the asset’s blockchain'],
  },
  'network-not-allowed': {
    code: 'network_not_allowed',
    message: 'Nothing is moved on this blockchain in this environment.',
    detail: ['asset', 'is on a blockchain that this environment does not use'],
  },
  'operator-not-live': { code: 'operator_not_live', message: 'Onboarding of the receiving operator is not complete.' },
  'destination-not-in-book': {
    code: 'destination_not_in_book',
    message: 'The destination is not approved in the address book.',
  },
  'amount-not-positive': {
    code: 'invalid_amount',
    message: 'The amount has to be more than zero.',
    detail: ['amount', 'has to be more than zero'],
  },
};

export function rejectionProblem(rejection: RequestTransferRejection): ApiProblem {
  const { code, message } = answers[rejection.code];
  return new ApiProblem(code, message, { details: detailsOf(rejection) });
}

function detailsOf(rejection: RequestTransferRejection): readonly ProblemDetail[] {
  if (rejection.code === 'operator-not-live')
    return rejection.missing.map((step) => ({ field: 'onboarding', problem: `${step} is missing` }));
  const { detail } = answers[rejection.code];
  return detail ? [{ field: detail[0], problem: detail[1] }] : [];
}
