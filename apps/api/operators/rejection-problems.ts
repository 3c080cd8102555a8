import type { ChangeAddressBookRejection } from '#libs/operators/address-book.handlers.js';
import type { ChangeFundingRejection } from '#libs/operators/funding.handlers.js';
import type { OperatorRejection } from '#libs/operators/operator.js';
import { ApiProblem, type ProblemDetail } from '../problems/api-problem.js';
import type { ProblemCode } from '../problems/problem.codes.js';

type OperatorsRejection = OperatorRejection | ChangeAddressBookRejection | ChangeFundingRejection;
type Answer = readonly [code: ProblemCode, message: string];

const notThere: Answer = ['resource_not_found', 'There is no such resource.'];

/** What clients are told about each refusal of a command. A new refusal does not compile until it has an answer. */
const answers: Readonly<Record<OperatorsRejection['code'], Answer>> = {
  'operator-not-found': notThere,
  'operator-registered-otherwise': ['invalid_state', 'The operator is registered under another name.'],
  'step-done-otherwise': ['invalid_state', 'The step was done otherwise. Withdraw it first.'],
  'step-not-done': ['invalid_state', 'The step is not done.'],
  'earlier-steps-missing': ['invalid_state', 'Other steps come first.'],
  'api-users-not-separate': ['invalid_state', 'API Admin and API Signer have to be two users.'],
  'owner-approval-needed': ['invalid_request', 'The account owner has to approve it, who is no API user.'],
  'approver-endpoint-malformed': [
    'invalid_request',
    'Send the host of the approver, with at most a scheme and a port.',
  ],
  'approver-version-malformed': ['invalid_request', 'Send the version of the approver, such as 1.4.2.'],
  'approver-hosted-otherwise': [
    'invalid_state',
    'The approver is hosted by the other side. Withdraw its pairing first.',
  ],
  'secret-instead-of-reference': ['invalid_request', 'Send where the credentials are kept, such as vault:ledger/acme.'],
  'share-out-of-range': ['invalid_request', 'The share has to be a whole number of basis points, 0 to 10000.'],
  'flat-fee-not-positive': ['invalid_amount', 'The flat fee has to be more than zero.'],
  'evidence-needed': ['invalid_request', 'Evidence is missing.'],
  'address-malformed': ['invalid_destination', 'The address is none that money can safely be sent to.'],
  'address-not-in-book': notThere,
  'reason-needed': ['invalid_request', 'A reason is missing.'],
  'two-people-needed': ['forbidden_for_tenant', 'Another person has to do this: use another key.'],
  'idempotency-conflict': ['idempotency_conflict', 'This idempotency key was used before with another request body.'],
  'funding-not-found': notThere,
  'amount-not-positive': ['invalid_amount', 'The amount has to be more than zero.'],
  'asset-not-fiat': ['unknown_asset', 'The asset is no fiat currency.'],
  'value-date-in-future': ['invalid_request', 'The value date is in the future.'],
};

export function rejectionProblem(rejection: OperatorsRejection): ApiProblem {
  return new ApiProblem(...answers[rejection.code], { details: detailsOf(rejection) });
}

function detailsOf(rejection: OperatorsRejection): readonly ProblemDetail[] {
  const { code } = rejection;
  if (code === 'earlier-steps-missing')
    return rejection.missing.map((step) => ({ field: 'step', problem: `${step} comes first` }));
  if (code === 'address-malformed') return [{ field: 'address', problem: `is refused: ${rejection.problem}` }];
  if (code === 'owner-approval-needed') return [{ field: 'approved_by', problem: 'is no account owner' }];
  if (code === 'approver-endpoint-malformed') return [{ field: 'endpoint', problem: 'is no host' }];
  if (code === 'approver-version-malformed') return [{ field: 'version', problem: 'is no version' }];
  if (code === 'secret-instead-of-reference') return [{ field: 'reference', problem: 'is no reference' }];
  if (code === 'value-date-in-future') return [{ field: 'value_date', problem: 'is in the future' }];
  return [];
}
