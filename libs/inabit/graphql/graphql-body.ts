import { z } from 'zod';
import { parseJson } from '../lossless-json.js';
import type { GraphqlBody, GraphqlError } from './exchange.js';
import { redact } from './redact.js';

const errorSchema = z.looseObject({
  message: z.string().catch(''),
  path: z.array(z.unknown()).nullish(),
  extensions: z
    .looseObject({ code: z.string().optional().catch(undefined), message: z.string().optional().catch(undefined) })
    .nullish()
    .catch(undefined),
});

const bodySchema = z.looseObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(errorSchema).nullish(),
});

const jsonTypes = new Set(['application/json', 'application/graphql-response+json']);

/** Reads a body as GraphQL; undefined when it is something else. */
export function readGraphqlBody(bytes: Uint8Array, contentType: string, secret: string): GraphqlBody | undefined {
  if (!jsonTypes.has(mediaType(contentType))) return undefined;
  const json = tryParse(bytes);
  const body = bodySchema.safeParse(json);
  if (!body.success || (body.data.data === undefined && !body.data.errors?.length)) return undefined;
  return { data: body.data.data, errors: (body.data.errors ?? []).map((error) => readError(error, secret)) };
}

function readError({ message, path, extensions }: z.output<typeof errorSchema>, secret: string): GraphqlError {
  const text = redact(extensions?.message ?? message, secret);
  return { code: extensions?.code, text, depth: path?.length };
}

function mediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

function tryParse(bytes: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
