import { z } from 'zod';
import { unreachable } from '#libs/decider/decider.js';
import type { FindDecline } from './confirmed-declines.js';
import type { Blocked, CreateOutcome, NotSent, Unknown } from './create-outcome.js';
import { evidenceOf, type Evidence } from './evidence.js';
import type { Answered, HttpFacts } from './graphql/exchange.js';
import { hasNoData, isAuthenticationRefusal, isForbidden, isOfWholeField, isRequestError } from './graphql/refusals.js';
import type { SessionAnswer } from './platform-session.js';

export interface Classification {
  /** The mutation's root field: `createWithdrawal`. */
  readonly field: string;
  readonly findDecline: FindDecline;
  readonly at: Date;
}

/** One answer to a mutation, in the classes of failure model §2.3 rule 3. Pure. */
export function classifyCreate(answer: SessionAnswer, classification: Classification): CreateOutcome {
  const { at } = classification;
  switch (answer.kind) {
    case 'not-sent':
      return notSent(evidenceOf(answer.observation, at));
    case 'no-access':
      return answer.refused
        ? blocked('unauthenticated', evidenceOf(answer.observation, at, answer.http))
        : notSent(evidenceOf(answer.observation, at, answer.http));
    case 'lost':
      return unknown(evidenceOf(answer.observation, at, answer.http));
    case 'answered':
      return refusal(answer, at) ?? classifyExecuted(answer, classification);
    default:
      return unreachable(answer);
  }
}

/** Answers that say the operation was not executed, for reasons of ours. */
function refusal(answer: Answered, at: Date): Blocked | undefined {
  const { http, body } = answer;
  const text = body?.errors[0]?.text;
  if (isAuthenticationRefusal(answer)) return blocked('unauthenticated', evidenceOf('access-refused', at, http), text);
  if (isForbidden(answer)) return blocked('forbidden', evidenceOf('forbidden', at, http), text);
  if (isRequestError(answer)) return blocked('request-refused', evidenceOf('request-error', at, http), text);
  return undefined;
}

function classifyExecuted(answer: Answered, { field, findDecline, at }: Classification): CreateOutcome {
  const { http, body } = answer;
  const seen = (observation: string) => evidenceOf(observation, at, http);
  if (http.status === 429) return unknown(seen('rate-limited'), http);
  if (http.status !== 200) return unknown(seen(`http-${http.status}`), http);
  if (!body) return unknown(seen('not-graphql'));
  const providerId = idOf(body.data?.[field]);
  if (providerId !== undefined) return { outcome: 'accepted', providerId, evidence: seen('accepted') };
  const decline = hasNoData(answer) && body.errors.every(isOfWholeField) ? findDecline(body.errors) : undefined;
  if (decline) return { outcome: 'declined', ...decline, retriable: false, evidence: seen('declined') };
  const [error] = body.errors;
  return error ? unknown(seen('unlisted-error'), undefined, error.text) : unknown(seen('no-id'));
}

function idOf(created: unknown): string | undefined {
  return z.looseObject({ id: z.string().min(1).max(200) }).safeParse(created).data?.id;
}

function notSent(evidence: Evidence): NotSent {
  return { outcome: 'not-sent', reason: evidence.observation, evidence };
}

export function blocked(code: Blocked['code'], evidence: Evidence, reason?: string): Blocked {
  return { outcome: 'blocked', code, reason: reason ?? evidence.observation, evidence };
}

function unknown(evidence: Evidence, http?: HttpFacts, reason?: string): Unknown {
  const wait = http?.retryAfterSeconds;
  const retryAfter = wait === undefined ? {} : { retryAfterSeconds: wait };
  return { outcome: 'unknown', reason: reason ?? evidence.observation, ...retryAfter, evidence };
}
