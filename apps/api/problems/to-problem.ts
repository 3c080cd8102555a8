import { HttpException } from '@nestjs/common';
import { TimedOut } from '#libs/event-streams/deadline.js';
import { RevisionConflict, StoreUnavailable } from '#libs/event-streams/event-streams.errors.js';
import { ApiProblem, unavailable } from './api-problem.js';
import { isDatabaseUnavailable } from './database-unavailable.js';
import type { ProblemCode } from './problem.codes.js';

/** No answer in time, or too many who wrote to the same stream. */
const awayForNow = [StoreUnavailable, TimedOut, RevisionConflict];

/** Whatever was thrown, as an answer. What is not known to be somebody else's fault is ours (S-41). */
export function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (awayForNow.some((type) => error instanceof type) || isDatabaseUnavailable(error)) return unavailable();
  const [code, message] = ofStatus[statusOf(error)] ?? ofStatus.other;
  return new ApiProblem(code, message);
}

/** Errors of the framework, by their status. Its own texts are not shown: they quote what the caller sent. */
const ofStatus: Readonly<Record<number, readonly [ProblemCode, string]>> &
  Record<'other', readonly [ProblemCode, string]> = {
  400: ['invalid_request', 'The request is malformed.'],
  403: ['resource_not_found', 'There is no such resource.'], // A page’s path that leads out of the documentation.
  404: ['resource_not_found', 'There is no such resource.'],
  413: ['payload_too_large', 'The body is larger than 64 kB.'],
  414: ['invalid_request', 'The URL is too long.'],
  415: ['unsupported_media_type', 'The body has to be application/json.'],
  other: ['internal_error', 'Something went wrong on our side. Send the same request with the same key again.'],
};

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const isOfFramework = error instanceof Error && 'code' in error && String(error.code).startsWith('FST_ERR_');
  return isOfFramework && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
}
