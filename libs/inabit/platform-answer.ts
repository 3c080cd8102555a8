import type { z } from 'zod';
import { evidenceOf, type Evidence } from './evidence.js';
import type { SessionAnswer } from './platform-session.js';

export type ReadAnswer<Data> =
  | { readonly outcome: 'found'; readonly data: Data; readonly evidence: Evidence }
  | { readonly outcome: 'unavailable'; readonly reason: string };

/**
 * The root field of a query's answer, in the expected shape. More fields than expected are fine; a missing or changed
 * one makes the whole answer unavailable, as does any error: half an answer proves nothing (F3.8). Pure.
 */
export function readAnswer<Data>(
  answer: SessionAnswer,
  { field, schema, at }: { field: string; schema: z.ZodType<Data>; at: Date },
): ReadAnswer<Data> {
  if (answer.kind !== 'answered') return unavailable(answer.observation);
  const { http, body } = answer;
  if (http.status !== 200) return unavailable(`http-${http.status}`);
  if (!body) return unavailable('not-graphql');
  const [error] = body.errors;
  if (error) return unavailable(`error ${error.code ?? 'without code'}: ${error.text}`);
  const shape = schema.safeParse(body.data?.[field]);
  if (!shape.success) return unavailable(`schema-drift ${fieldsOf(field, shape.error)}`);
  return { outcome: 'found', data: shape.data, evidence: evidenceOf('read', at, http) };
}

export function unavailable(reason: string): { readonly outcome: 'unavailable'; readonly reason: string } {
  return { outcome: 'unavailable', reason };
}

/** Names the fields only: their values may be anything. */
function fieldsOf(root: string, { issues }: z.ZodError): string {
  return issues
    .slice(0, 5)
    .map(({ path }) => [root, ...path].join('.'))
    .join(', ');
}
