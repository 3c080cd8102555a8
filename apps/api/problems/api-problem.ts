import type { ProblemCode } from './problem.codes.js';

/** What is wrong with one part of a request. */
export interface ProblemDetail {
  /** The field, as `destination.address`, or the header. */
  readonly field: string;
  readonly problem: string;
}

interface ProblemParts {
  readonly details?: readonly ProblemDetail[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer of the API that is an error. The message is for the caller's developers: nothing about our insides. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly details: readonly ProblemDetail[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: ProblemCode,
    message: string,
    { details = [], headers = {} }: ProblemParts = {},
  ) {
    super(message);
    this.details = details;
    this.headers = headers;
  }
}

/** The same for what does not exist and for what belongs to another tenant (S-09). */
export function notFound(): ApiProblem {
  return new ApiProblem('resource_not_found', 'There is no such resource.');
}

/** @param field The header or field, as in `details`. */
export function invalidRequest(field: string, problem: string): ApiProblem {
  return new ApiProblem('invalid_request', `The request is malformed: ${field} ${problem}.`, {
    details: [{ field, problem }],
  });
}

/** Nothing or everything was done: the same request with the same key may follow (F1.3, F1.10). */
export function unavailable(): ApiProblem {
  return new ApiProblem('service_unavailable', 'A store did not answer in time. Send the same request again.', {
    headers: { 'retry-after': '2' },
  });
}

/** Well-formed, but nothing that can be done; nothing of it was stored. */
export function unprocessable(
  code: 'unknown_asset' | 'invalid_amount' | 'invalid_destination',
  field: string,
  problem: string,
): ApiProblem {
  return new ApiProblem(code, `The ${field} ${problem}.`, { details: [{ field, problem }] });
}
