import type { HttpFacts } from './graphql/exchange.js';

/**
 * What was seen when inabit was asked something: goes into the facts that rest on the answer (INV-I3). The hash is over
 * the bytes of the body as received (after content decoding), so a kept response proves the fact.
 */
export interface Evidence {
  /** Kebab-case: `accepted`, `timeout`, `http-502`. */
  readonly observation: string;
  readonly httpStatus?: number;
  /** Hex. */
  readonly responseSha256?: string;
  /** When the answer was there, or given up on. */
  readonly at: Date;
}

export function evidenceOf(observation: string, at: Date, http?: HttpFacts): Evidence {
  if (!http) return { observation, at };
  const { status: httpStatus, bodySha256: responseSha256 } = http;
  return { observation, httpStatus, ...(responseSha256 !== undefined && { responseSha256 }), at };
}
