import type { Answered, Exchange, GraphqlError } from './exchange.js';

/**
 * Which answers prove that an operation was not executed. Only refusals of the whole operation count: an error below
 * the root field (`depth` > 1), or beside data, means that the operation ran.
 */

const requestErrorCodes = new Set(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'BAD_USER_INPUT']);

/** 401, or UNAUTHENTICATED in the body: the documentation does not say which one inabit sends. */
export function isAuthenticationRefusal(exchange: Exchange): boolean {
  return exchange.kind === 'answered' && (exchange.http.status === 401 || isRefusedWith('UNAUTHENTICATED', exchange));
}

/** 403, or FORBIDDEN in the body. */
export function isForbidden(answer: Answered): boolean {
  return answer.http.status === 403 || isRefusedWith('FORBIDDEN', answer);
}

/** The document or its variables do not fit inabit's schema; nothing was executed. */
export function isRequestError(answer: Answered): boolean {
  const { http, body } = answer;
  if (!body || body.errors.length === 0 || (body.data ?? null) !== null) return false;
  if (body.errors.some(({ depth }) => depth !== undefined)) return false;
  if (http.status === 400) return body.errors.every(({ code }) => code !== 'INTERNAL_SERVER_ERROR');
  return http.status === 200 && body.errors.every(({ code }) => code !== undefined && requestErrorCodes.has(code));
}

/** Whether nothing came back below any root field. */
export function hasNoData({ body }: Answered): boolean {
  return Object.values(body?.data ?? {}).every((field) => field === null);
}

function isRefusedWith(code: string, answer: Answered): boolean {
  const errors = answer.body?.errors ?? [];
  if (answer.http.status >= 500 || errors.length === 0 || !hasNoData(answer)) return false;
  return errors.every((error) => error.code === code && isOfWholeField(error));
}

export function isOfWholeField({ depth }: GraphqlError): boolean {
  return depth === undefined || depth <= 1;
}
