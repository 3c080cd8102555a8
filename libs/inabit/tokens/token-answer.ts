import type { Exchange, HttpFacts } from '../graphql/exchange.js';
import { isAuthenticationRefusal, isForbidden } from '../graphql/refusals.js';
import { isBearerToken } from './jwt.js';

/** No token came: `refused` when inabit said no to who we are, else it just did not work this time. */
export interface NoToken {
  readonly ok: false;
  readonly refused: boolean;
  readonly observation: string;
  readonly http?: HttpFacts;
}

export type TokenAnswer = { readonly ok: true; readonly token: string } | NoToken;

/** Reads the token out of the answer to one of the two token queries. */
export function readTokenAnswer(exchange: Exchange, field: string): TokenAnswer {
  if (exchange.kind !== 'answered') return { ok: false, refused: false, observation: exchange.observation };
  const { http, body } = exchange;
  if (isAuthenticationRefusal(exchange)) return { ok: false, refused: true, observation: 'login-refused', http };
  if (isForbidden(exchange)) return { ok: false, refused: true, observation: 'login-forbidden', http };
  const token = body?.data?.[field];
  if (http.status === 200 && typeof token === 'string' && isBearerToken(token)) return { ok: true, token };
  return { ok: false, refused: false, observation: `no-token-http-${http.status}`, http };
}
