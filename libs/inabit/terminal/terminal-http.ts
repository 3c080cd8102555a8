import type { z } from 'zod';
import { TerminalUnavailable } from '#libs/deposits/terminal-source.js';
import type { Clock } from '#libs/platform/clock.js';
import { evidenceText } from '../evidence-text.js';
import { evidenceOf } from '../evidence.js';
import { boundedRequest, type HttpBounds } from '../graphql/bounded-request.js';
import { parseJson, UnreadableJson } from '../lossless-json.js';
import { schemaDrift } from './terminal-shapes.js';

export interface TerminalAccess {
  /** Without the `/v1`: `https://…`. */
  readonly url: string;
  /** The organization key: it reads everything and creates nothing. */
  readonly organizationKey: string;
  readonly clock: Clock;
  readonly bounds?: HttpBounds;
}

const bounds_default: HttpBounds = { requestTimeoutMs: 10_000, responseBytesMax: 1_000_000 };
const utf8 = new TextDecoder('utf-8', { fatal: true });

export type TerminalAnswer<Data> =
  | { readonly outcome: 'found'; readonly data: Data; readonly evidence: string; readonly askedAt: Date }
  | { readonly outcome: 'not-found' };

export interface TerminalCall<Data> {
  readonly method: 'GET' | 'POST';
  /** From `/v1/` on, with its query. */
  readonly path: string;
  readonly body?: object;
  /** Of the answer's `data`. */
  readonly schema: z.ZodType<Data>;
}

/** The Terminal over REST (fact sheet §6), as far as it only reads. */
export class TerminalHttp {
  constructor(private readonly access: TerminalAccess) {}

  /** @throws TerminalUnavailable for whatever is not a whole answer in the expected shape. */
  async read<Data>({ method, path, body, schema }: TerminalCall<Data>): Promise<TerminalAnswer<Data>> {
    const { url, organizationKey: bearer, clock, bounds = bounds_default } = this.access;
    const request = { method, bearer, ...(body && { body: JSON.stringify(body) }) };
    const askedAt = clock.now();
    const answer = await boundedRequest(`${url.replace(/\/$/, '')}${path}`, request, bounds);
    if (answer.kind !== 'answered') throw new TerminalUnavailable(answer.observation);
    const { http, bytes } = answer;
    if (http.status === 404) return { outcome: 'not-found' };
    // A search is answered with 201 (fact sheet §6.4).
    if (http.status !== 200 && http.status !== 201) throw new TerminalUnavailable(`http-${http.status}`);
    const shape = schema.safeParse(dataOf(bytes));
    if (!shape.success) throw schemaDrift(shape.error);
    const evidence = evidenceText(evidenceOf('read', clock.now(), http));
    return { outcome: 'found', data: shape.data, evidence, askedAt };
  }
}

function dataOf(bytes: Uint8Array): unknown {
  try {
    const body = parseJson(utf8.decode(bytes));
    return typeof body === 'object' && body !== null && 'data' in body ? body.data : undefined;
  } catch (error) {
    if (error instanceof UnreadableJson || error instanceof TypeError) throw new TerminalUnavailable('not-json');
    throw error;
  }
}
