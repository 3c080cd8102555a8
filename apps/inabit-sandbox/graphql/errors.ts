import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Settings } from '#apps/inabit-sandbox/world/settings.js';

/** A GraphQL answer without data, and its HTTP status. */
export interface Refusal {
  readonly status: number;
  readonly errors: readonly GraphQLFormattedError[];
}

/** The request was not executed: who sent it may not, or it does not fit the schema. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  constructor(readonly refusal: Refusal) {
    super(refusal.errors[0]?.message);
  }
}

export function unauthenticated({ unauthenticatedStatus }: Settings, field: string): RefusedError {
  const extensions = { code: 'UNAUTHENTICATED', message: 'Unauthorized' };
  const error = { message: 'Unauthorized', path: [field], extensions };
  return new RefusedError({ status: unauthenticatedStatus, errors: [error] });
}

export function forbidden(field: string): RefusedError {
  const extensions = { code: 'FORBIDDEN', message: 'Forbidden resource' };
  return new RefusedError({ status: 200, errors: [{ message: 'Forbidden resource', path: [field], extensions }] });
}

/** A text that does not parse, an unknown field, a variable of the wrong type: HTTP 400, nothing was executed. */
export function badRequest(code: string, errors: readonly GraphQLError[]): RefusedError {
  const formatted = errors.map((error) => ({ ...error.toJSON(), extensions: { code } }));
  return new RefusedError({ status: 400, errors: formatted });
}

/** Business errors and breakdowns look the same: the code of a breakdown, the text in `extensions.message`. */
export function failure(text: string, field?: string): GraphQLFormattedError {
  const message = 'INTERNAL_SERVER_ERROR';
  const exception = { message, stacktrace: [`Error: ${text}`] };
  return { message, ...(field && { path: [field] }), extensions: { code: message, message: text, exception } };
}

/** An error of a resolver, in the provider's form. */
export function formatError(error: GraphQLError): GraphQLFormattedError {
  const { locations, path } = error.toJSON();
  const text = error.originalError?.message ?? error.message;
  return { ...failure(text), ...(locations && { locations }), ...(path && { path }) };
}
