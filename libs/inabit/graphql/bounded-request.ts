import { createHash } from 'node:crypto';
import { neverConnected } from './connect-failures.js';
import { DeadlinePassed, withDeadline } from './deadline.js';
import type { HttpFacts } from './exchange.js';
import { retryAfterSeconds } from './retry-after.js';

/** The limits of one exchange (F3.7). */
export interface HttpBounds {
  /** From the first byte out to the last byte in. */
  readonly requestTimeoutMs: number;
  /** After content decoding, so that a compressed bomb counts at its full size. */
  readonly responseBytesMax: number;
}

export type HttpOutcome =
  | { readonly kind: 'not-sent'; readonly observation: string }
  | { readonly kind: 'lost'; readonly observation: string; readonly http?: HttpFacts }
  | { readonly kind: 'answered'; readonly http: HttpFacts; readonly contentType: string; readonly bytes: Uint8Array };

export interface JsonRequest {
  readonly method: 'GET' | 'POST';
  readonly body?: string;
  readonly bearer: string;
}

/**
 * Sends JSON on a connection of its own: a kept one may be closed by the other side just as we write to it, and that
 * would look like a lost payout. Follows no redirects. Never throws: what happened is the result.
 */
export async function boundedRequest(
  url: string,
  { method, body, bearer }: JsonRequest,
  bounds: HttpBounds,
): Promise<HttpOutcome> {
  const seen: { http?: HttpFacts } = {};
  try {
    return await withDeadline(bounds.requestTimeoutMs, async (signal) => {
      const response = await fetch(url, {
        method,
        headers: headersFor(bearer),
        ...(body !== undefined && { body }),
        redirect: 'manual',
        signal,
      });
      seen.http = { status: response.status, ...retryAfterSeconds(response.headers) };
      return await readAnswered(response, seen.http, bounds.responseBytesMax);
    });
  } catch (error) {
    if (neverConnected(error)) return { kind: 'not-sent', observation: 'connection-failed' };
    return { kind: 'lost', observation: describeLoss(error, seen.http), ...seen };
  }
}

function headersFor(bearer: string): Record<string, string> {
  const json = 'application/json';
  return { 'content-type': json, accept: json, authorization: `Bearer ${bearer}`, connection: 'close' };
}

async function readAnswered(response: Response, http: HttpFacts, bytesMax: number): Promise<HttpOutcome> {
  const bytes = await readAtMost(response.body, bytesMax);
  if (!bytes) return { kind: 'lost', observation: 'response-too-large', http };
  const bodySha256 = createHash('sha256').update(bytes).digest('hex');
  const contentType = response.headers.get('content-type') ?? '';
  return { kind: 'answered', http: { ...http, bodySha256 }, contentType, bytes };
}

/** All bytes, or undefined as soon as there are more than `bytesMax`. */
async function readAtMost(body: ReadableStream<Uint8Array> | null, bytesMax: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > bytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Not the error's message: it may quote headers. */
function describeLoss(error: unknown, http: HttpFacts | undefined): string {
  if (error instanceof DeadlinePassed) return 'timeout';
  return http ? 'response-cut-off' : 'connection-lost';
}
