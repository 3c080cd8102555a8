import type { GraphqlError } from './graphql/exchange.js';
import { InabitConfigError } from './inabit.errors.js';

/**
 * A text by which inabit is known, confirmed by its people, to say that nothing was done. inabit sends business errors
 * and breakdowns under one code, `INTERNAL_SERVER_ERROR`, so the text is all there is; without a listed text the
 * outcome stays unknown.
 */
export interface ConfirmedDecline {
  /** A regular expression, case-insensitive, searched in the error's text; anchor it with `^…$` where possible. */
  readonly pattern: string;
  /** Our code: kebab-case. */
  readonly code: string;
}

export type FindDecline = (errors: readonly GraphqlError[]) => { code: string; reason: string } | undefined;

/**
 * @returns what finds the decline that every one of the errors states; one unlisted error among them spoils it.
 * @throws InabitConfigError for a pattern that is no regular expression, or matches everything.
 */
export function declineFinder(list: readonly ConfirmedDecline[]): FindDecline {
  const compiled = list.map(({ pattern, code }) => ({ expression: compile(pattern), code }));
  const codeOf = ({ text }: GraphqlError) => compiled.find(({ expression }) => expression.test(text))?.code;
  return (errors) => {
    const [first, ...others] = errors;
    const code = first && codeOf(first);
    if (first === undefined || code === undefined) return undefined;
    return others.every((other) => codeOf(other) === code) ? { code, reason: first.text } : undefined;
  };
}

function compile(pattern: string): RegExp {
  const expression = tryCompile(pattern);
  if (!expression || expression.test(''))
    throw new InabitConfigError(`Unusable pattern of a confirmed decline: ${pattern}`);
  return expression;
}

function tryCompile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'iu');
  } catch {
    return undefined;
  }
}
