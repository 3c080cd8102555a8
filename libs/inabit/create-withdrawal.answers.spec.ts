import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock, { type Body } from 'nock';
import { createHash } from 'node:crypto';
import { asset, gatewayUnderTest, withdrawal, type GatewayUnderTest } from './testing/gateway.js';
import { answerPreliminaries, nockUrl, on } from './testing/platform-nock.js';
import { jwt, minute_ms } from './testing/tokens.js';

let gateway: GatewayUnderTest;

beforeEach(() => {
  nock.disableNetConnect();
  gateway = gatewayUnderTest(nockUrl);
  answerPreliminaries(jwt('access', gateway.clock, 15 * minute_ms));
});

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const json = { 'content-type': 'application/json; charset=utf-8' };
const create = (request = withdrawal()) => gateway.payments.createWithdrawal(request);

function failing(code: string, text: string, extra: object = {}): Body {
  const extensions = { code, message: text };
  return { errors: [{ message: code, path: ['createWithdrawal'], extensions }], data: null, ...extra };
}

describe('createWithdrawal, failure model §2.3 rule 3: what is certain', () => {
  it('200 with an id is accepted, with the hash of the answer as evidence (INV-I3)', async () => {
    const body = '{"data":{"createWithdrawal":{"id":"clpgvrjb700136g01lr3o0tgu","isNew":true}}}';
    on('createWithdrawal').reply(200, body, json);
    const responseSha256 = createHash('sha256').update(body).digest('hex');
    expect(await create()).toEqual({
      outcome: 'accepted',
      providerId: 'clpgvrjb700136g01lr3o0tgu',
      evidence: { observation: 'accepted', httpStatus: 200, responseSha256, at: gateway.clock.now() },
    });
  });

  it('an id counts even when a field below it failed: the withdrawal exists', async () => {
    const errors = [{ message: 'no fee', path: ['createWithdrawal', 'fee'], extensions: { code: 'FORBIDDEN' } }];
    on('createWithdrawal').reply(200, { data: { createWithdrawal: { id: 'tx-1' } }, errors }, json);
    expect(await create()).toMatchObject({ outcome: 'accepted', providerId: 'tx-1' });
  });

  it('an id counts beside a refusal of nothing in particular, which is not a reason to ask again', async () => {
    const errors = [{ message: 'expired meanwhile', extensions: { code: 'UNAUTHENTICATED' } }];
    const scope = on('createWithdrawal')
      .twice()
      .reply(200, { data: { createWithdrawal: { id: 'tx-1' } }, errors }, json);
    expect(await create()).toMatchObject({ outcome: 'accepted', providerId: 'tx-1' });
    expect(scope.isDone()).toBe(false);
  });

  it('F3.9 a listed text of INTERNAL_SERVER_ERROR is a decline', async () => {
    on('createWithdrawal').reply(200, failing('INTERNAL_SERVER_ERROR', 'Insufficient balance of USDT'), json);
    expect(await create()).toMatchObject({
      outcome: 'declined',
      code: 'insufficient-funds',
      reason: 'Insufficient balance of USDT',
      retriable: false,
      evidence: { observation: 'declined', httpStatus: 200 },
    });
  });
});

describe('createWithdrawal: not executed, for a reason of ours (F3.6)', () => {
  it('F3.5 a refused access token is replaced once and the request repeated', async () => {
    on('createWithdrawal').reply(401, 'Unauthorized');
    on('createWithdrawal').reply(200, { data: { createWithdrawal: { id: 'tx-1' } } }, json);
    expect(await create()).toMatchObject({ outcome: 'accepted', providerId: 'tx-1' });
  });

  it('the same for UNAUTHENTICATED in a 200', async () => {
    on('createWithdrawal').reply(200, failing('UNAUTHENTICATED', 'jwt expired'), json);
    on('createWithdrawal').reply(200, { data: { createWithdrawal: { id: 'tx-1' } } }, json);
    expect(await create()).toMatchObject({ outcome: 'accepted' });
  });

  it('a second refusal blocks, and is not followed by a third request', async () => {
    const scope = on('createWithdrawal').times(3).reply(401, failing('UNAUTHENTICATED', 'role removed'), json);
    expect(await create()).toMatchObject({ outcome: 'blocked', code: 'unauthenticated', reason: 'role removed' });
    expect(scope.isDone()).toBe(false);
  });

  it.each([
    ['403', 403, 'Forbidden', 'forbidden'],
    ['FORBIDDEN', 200, failing('FORBIDDEN', 'API Viewer may not'), 'forbidden'],
    [
      'a validation error',
      200,
      { errors: [{ message: 'Unknown field', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
      'request-refused',
    ],
    ['a validation error as 400', 400, { errors: [{ message: 'Unknown field "x"' }], data: null }, 'request-refused'],
    [
      'a variable of the wrong type',
      200,
      { errors: [{ message: 'Variable "$data"', extensions: { code: 'BAD_USER_INPUT' } }] },
      'request-refused',
    ],
  ])('%s blocks without another request', async (_, status, body, code) => {
    const scope = on('createWithdrawal').twice().reply(status, body, json);
    expect(await create()).toMatchObject({ outcome: 'blocked', code, evidence: { httpStatus: status } });
    expect(scope.isDone()).toBe(false);
  });
});

describe('createWithdrawal: unknown, never retried', () => {
  const validation = { message: 'x', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } };
  it.each<[string, number, Body, string]>([
    ['an unlisted text', 200, failing('INTERNAL_SERVER_ERROR', 'ECONNREFUSED signer'), 'unlisted-error'],
    ['a listed text in a 500', 500, failing('INTERNAL_SERVER_ERROR', 'Insufficient balance'), 'http-500'],
    [
      'a listed text from below the root field',
      200,
      { data: null, errors: [{ message: 'Insufficient balance', path: ['createWithdrawal', 'fee'] }] },
      'unlisted-error',
    ],
    [
      'a listed text beside an unlisted one',
      200,
      { data: null, errors: [{ message: 'Insufficient balance' }, { message: 'database is gone' }] },
      'unlisted-error',
    ],
    [
      'a refusal from below the root field: it ran',
      200,
      { data: null, errors: [{ message: 'x', path: ['createWithdrawal', 'id'], extensions: { code: 'FORBIDDEN' } }] },
      'unlisted-error',
    ],
    [
      'a validation error of a field that ran',
      200,
      { data: { createWithdrawal: null }, errors: [validation] },
      'unlisted-error',
    ],
    ['UNAUTHENTICATED in a 503', 503, failing('UNAUTHENTICATED', 'auth service is down'), 'http-503'],
    ['400 from a field', 400, { data: null, errors: [{ message: 'x', path: ['createWithdrawal'] }] }, 'http-400'],
    [
      '400 of a breakdown',
      400,
      { errors: [{ message: 'x', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
      'http-400',
    ],
    [
      'a listed text beside a withdrawal without a readable id',
      200,
      { data: { createWithdrawal: { id: 7 } }, errors: [{ message: 'Insufficient balance' }] },
      'unlisted-error',
    ],
    ['500', 500, 'Internal Server Error', 'http-500'],
    ['502', 502, '<html>Bad Gateway</html>', 'http-502'],
    ['503', 503, '', 'http-503'],
    ['504', 504, '', 'http-504'],
    ['404', 404, '', 'http-404'],
    ['201, which nobody promised', 201, { data: { createWithdrawal: { id: 'tx-1' } } }, 'http-201'],
    ['null', 200, { data: { createWithdrawal: null } }, 'no-id'],
    ['no id', 200, { data: { createWithdrawal: {} } }, 'no-id'],
    ['an empty id', 200, { data: { createWithdrawal: { id: '' } } }, 'no-id'],
    ['an id that became a number', 200, { data: { createWithdrawal: { id: 7 } } }, 'no-id'],
    ['data null', 200, { data: null }, 'no-id'],
    ['an empty body', 200, '', 'not-graphql'],
    ['an empty object', 200, '{}', 'not-graphql'],
    ['a cut-off body', 200, '{"data":{"createWithdrawal":{"id":"tx-', 'not-graphql'],
    ['another JSON', 200, '[1,2]', 'not-graphql'],
    ['two ids', 200, '{"data":{"createWithdrawal":{"id":"a","id":"b"}}}', 'not-graphql'],
    ['no UTF-8', 200, Buffer.from('{"data":{"createWithdrawal":{"id":"\xff"}}}', 'latin1'), 'not-graphql'],
  ])('%s', async (_, status, body, observation) => {
    const scope = on('createWithdrawal').twice().reply(status, body, json);
    const outcome = await create();
    expect(outcome).toMatchObject({ outcome: 'unknown', evidence: { observation, httpStatus: status } });
    expect(scope.isDone()).toBe(false);
  });

  it.each([['text/html'], ['text/plain'], ['']])('a right body of the wrong content type %s', async (type) => {
    on('createWithdrawal').reply(200, '{"data":{"createWithdrawal":{"id":"tx-1"}}}', { 'content-type': type });
    expect(await create()).toMatchObject({ outcome: 'unknown', evidence: { observation: 'not-graphql' } });
  });

  it('F3.4 429 is unknown and says how long to wait', async () => {
    on('createWithdrawal').reply(429, 'slow down', { ...json, 'retry-after': '30' });
    expect(await create()).toMatchObject({
      outcome: 'unknown',
      retryAfterSeconds: 30,
      evidence: { observation: 'rate-limited', httpStatus: 429 },
    });
  });

  it('a redirect is not followed', async () => {
    on('createWithdrawal').reply(307, '', { location: nockUrl });
    const followed = on('createWithdrawal').reply(200, { data: { createWithdrawal: { id: 'tx-1' } } }, json);
    expect(await create()).toMatchObject({ outcome: 'unknown', evidence: { observation: 'http-307' } });
    expect(followed.isDone()).toBe(false);
  });

  it('an error of the connection', async () => {
    on('createWithdrawal').replyWithError('socket hang up');
    expect(await create()).toMatchObject({ outcome: 'unknown', evidence: { observation: 'connection-lost' } });
  });
});

describe('createWithdrawal: nothing is sent that we cannot stand for', () => {
  it.each([
    ['INV-L5 another precision', 'BTC@bitcoin', '1', 'BTC@bitcoin/8: precision-differs'],
    ['INV-L5 no precision', 'TRX@tron', '1', 'TRX@tron/6: precision-differs'],
    ['a token offered twice', 'USDC@tron', '1', 'USDC@tron/6: token-ambiguous'],
    ['a token not offered', 'MATIC@polygon', '1', 'MATIC@polygon/18: token-not-offered'],
    ['a chain not offered', 'USDT@polygon', '1', 'USDT@polygon/6: chain-not-offered'],
    ['a chain offered twice', 'ETH@ethereum-sepolia', '1', 'ETH@ethereum-sepolia/18: chain-ambiguous'],
    ['too many decimals', 'USDT@tron', '1.0000001', '1.0000001 is not payable'],
    ['zero', 'USDT@tron', '0.00', '0.00 is not payable'],
    ['a sign', 'USDT@tron', '-1', '-1 is not payable'],
    ['an exponent', 'USDT@tron', '1e3', '1e3 is not payable'],
  ])('%s blocks', async (_, name, amount, reason) => {
    const scope = on('createWithdrawal').reply(200, { data: { createWithdrawal: { id: 'tx-1' } } }, json);
    const outcome = await create(withdrawal({ asset: asset(name), amount }));
    expect(outcome).toMatchObject({ outcome: 'blocked', code: 'configuration', reason });
    expect(scope.isDone()).toBe(false);
  });

  it('an offer that cannot be read leaves the withdrawal unsent', async () => {
    nock.cleanAll();
    on('getApiUserAccessToken').reply(200, { data: { getApiUserAccessToken: 'access' } }, json);
    on('financialAssets').reply(502, '');
    on('blockchains').reply(502, '');
    expect(await create()).toMatchObject({ outcome: 'not-sent', reason: 'http-502' });
  });
});
