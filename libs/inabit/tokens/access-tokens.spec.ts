import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { gatewayUnderTest, type GatewayUnderTest } from '../testing/gateway.js';
import { answer, nockUrl, on } from '../testing/platform-nock.js';
import { jwt, minute_ms } from '../testing/tokens.js';

let gateway: GatewayUnderTest;
/** The bearer of each request, by root field. */
let bearers: string[];

beforeEach(() => {
  nock.disableNetConnect();
  gateway = gatewayUnderTest(nockUrl);
  bearers = [];
});

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const access = (name: string, livesMs = 15 * minute_ms) => jwt(name, gateway.clock, livesMs);
const pull = () => gateway.reader.pullTransaction('tx-1');

function answerTransactions(times: number): void {
  on('transaction')
    .times(times)
    .reply(200, function () {
      bearers.push(String(this.req.headers['authorization']));
      return { data: { transaction: null } };
    });
}

describe('F3.5 access tokens', () => {
  it('50 requests at once cause one fetch', async () => {
    const token = access('only');
    const fetched = on('getApiUserAccessToken')
      .twice()
      .delay(20)
      .reply(200, { data: { getApiUserAccessToken: token } });
    answerTransactions(50);
    await Promise.all(Array.from({ length: 50 }, pull));
    expect(fetched.isDone()).toBe(false);
    expect(bearers).toEqual(Array.from({ length: 50 }, () => `Bearer ${token}`));
  });

  it('50 refusals at once cause one more', async () => {
    const [stale, fresh] = [access('stale'), access('fresh')];
    answer('getApiUserAccessToken', stale);
    on('transaction').times(50).delay(20).reply(401, '');
    const fetched = on('getApiUserAccessToken')
      .twice()
      .delay(20)
      .reply(200, { data: { getApiUserAccessToken: fresh } });
    answerTransactions(50);
    const pulled = await Promise.all(Array.from({ length: 50 }, pull));
    expect(new Set(pulled.map(({ outcome }) => outcome))).toEqual(new Set(['not-found']));
    expect(new Set(bearers)).toEqual(new Set([`Bearer ${fresh}`]));
    expect(fetched.isDone()).toBe(false);
  });

  it('a late refusal of the old token does not cost the new one', async () => {
    const [stale, fresh] = [access('stale'), access('fresh')];
    answer('getApiUserAccessToken', stale);
    on('transaction').delay(150).reply(401, '');
    on('transaction').reply(401, '');
    answer('getApiUserAccessToken', fresh);
    answer('getApiUserAccessToken', access('superfluous'));
    answerTransactions(2);
    await Promise.all([pull(), pull()]);
    expect(bearers).toEqual([fresh, fresh].map((token) => `Bearer ${token}`));
  });

  it.each([
    ['a minute before its exp', 5 * minute_ms, 4 * minute_ms],
    ['after 10 minutes, whatever its exp says', 15 * 60 * minute_ms, 10 * minute_ms],
  ])('one is replaced %s', async (_, livesMs, replacedAfterMs) => {
    const [first, second] = [access('first', livesMs), access('second')];
    answer('getApiUserAccessToken', first);
    answer('getApiUserAccessToken', second);
    answerTransactions(3);
    await pull();
    gateway.clock.advance(replacedAfterMs - 1);
    await pull();
    gateway.clock.advance(1);
    await pull();
    expect(bearers).toEqual([first, first, second].map((token) => `Bearer ${token}`));
  });

  it('one that is no JWT is kept for 10 minutes', async () => {
    answer('getApiUserAccessToken', 'opaque-1');
    answer('getApiUserAccessToken', 'opaque-2');
    answerTransactions(3);
    await pull();
    gateway.clock.advance(10 * minute_ms - 1);
    await pull();
    gateway.clock.advance(1);
    await pull();
    expect(bearers).toEqual(['Bearer opaque-1', 'Bearer opaque-1', 'Bearer opaque-2']);
  });

  it('a failed fetch is not kept', async () => {
    on('getApiUserAccessToken').reply(502, '');
    expect(await pull()).toEqual({ outcome: 'unavailable', reason: 'no-token-http-502' });
    answer('getApiUserAccessToken', access('later'));
    answerTransactions(1);
    expect(await pull()).toMatchObject({ outcome: 'not-found' });
  });

  it.each([
    [
      'a token that cannot stand in a header',
      200,
      { data: { getApiUserAccessToken: 'two words' } },
      'no-token-http-200',
    ],
    ['no token', 200, { data: { getApiUserAccessToken: null } }, 'no-token-http-200'],
    ['a refusal', 401, '', 'login-refused'],
    ['a 403', 403, '', 'login-forbidden'],
  ])('%s leaves the operation unsent', async (_, status, body, reason) => {
    on('getApiUserAccessToken').reply(status, body, { 'content-type': 'application/json' });
    expect(await pull()).toEqual({ outcome: 'unavailable', reason });
  });

  it('a refused login token blocks payments: nothing was sent, and nothing will be', async () => {
    on('getApiUserAccessToken').twice().reply(401, '');
    on('getApiUserAccessToken').twice().reply(502, '');
    const outcome = await gateway.wallets.createWallet('Operator Gamma');
    expect(outcome).toMatchObject({ outcome: 'blocked', code: 'unauthenticated', reason: 'login-refused' });
  });
});
