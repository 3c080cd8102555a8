import nock, { type Body, type Interceptor } from 'nock';
import { offered } from './gateway.js';

const origin = 'https://platform.test';

export const nockUrl = `${origin}/graphql`;

/** Intercepts the operation with this root field. */
export function on(field: string): Interceptor {
  return nock(origin).post('/graphql', (body: { query: string }) => new RegExp(`\\b${field}\\b`).test(body.query));
}

/** The next answer to an operation is this data. */
export function answer(field: string, data: Body): void {
  on(field).reply(200, { data: { [field]: data } });
}

/** Everything around a withdrawal works: the access token and what is offered. */
export function answerPreliminaries(accessToken: string): void {
  const json = { 'content-type': 'application/json' };
  on('getApiUserAccessToken')
    .times(9)
    .reply(200, { data: { getApiUserAccessToken: accessToken } });
  on('financialAssets').reply(200, offered.financialAssets, json);
  on('blockchains').reply(200, offered.blockchains, json);
}
