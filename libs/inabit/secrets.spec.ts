import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInabitReader } from './create-inabit-reader.js';
import { redact } from './graphql/redact.js';
import { gatewayUnderTest, withdrawal } from './testing/gateway.js';
import { answerPreliminaries, nockUrl, on } from './testing/platform-nock.js';
import { day_ms, jwt, minute_ms } from './testing/tokens.js';

let directory: string;

beforeEach(() => {
  nock.disableNetConnect();
  directory = mkdtempSync(join(tmpdir(), 'inabit-secrets-'));
});

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
  rmSync(directory, { recursive: true });
});

describe('S-20 tokens stay out of results, errors and logs', () => {
  it.each([
    ['an error that quotes the request', 200],
    ['a refusal that quotes the request', 401],
    ['a 403 that quotes the request', 403],
  ])('%s', async (_, status) => {
    const gateway = gatewayUnderTest(nockUrl, { tokenFile: join(directory, 'missing', 'token') });
    const access = jwt('access', gateway.clock, 15 * minute_ms);
    const rotated = jwt('rotated', gateway.clock, 30 * day_ms);
    gateway.clock.advance(25 * day_ms);
    on('refreshApiUserLoginToken')
      .times(9)
      .reply(200, { data: { refreshApiUserLoginToken: rotated } });
    answerPreliminaries(access);
    const quoting = { message: `jwt Bearer ${access} of ${gateway.loginToken} is bad`, extensions: { code: 'X' } };
    on('createWithdrawal')
      .twice()
      .reply(status, { errors: [quoting], data: null }, { 'content-type': 'application/json' });
    on('transaction')
      .twice()
      .reply(status, { errors: [quoting], data: null }, { 'content-type': 'application/json' });
    const results = [
      await gateway.payments.createWithdrawal(withdrawal()),
      await gateway.reader.pullTransaction('tx-1'),
    ];
    const said = JSON.stringify(results) + gateway.log.lines.join();
    expect(gateway.log.lines.length).toBeGreaterThan(0);
    for (const secret of [access, rotated, gateway.loginToken]) {
      expect(said).not.toContain(secret);
      expect(said).not.toContain(secret.split('.')[1]);
    }
  });

  it.each([
    ['a URL with credentials', { url: 'https://user:hush@platform.test/graphql' }],
    ['a URL with a user', { url: 'https://hush@platform.test/graphql' }],
    ['no URL', { url: 'hush' }],
    ['another scheme', { url: 'file:///hush' }],
    ['a token that cannot stand in a header', { loginToken: 'eyJ.hush\nx' }],
    ['no token', { loginToken: ' ' }],
  ])('%s is refused at start, without being quoted', (_, options) => {
    const { clock, log } = gatewayUnderTest(nockUrl);
    const create = () =>
      createInabitReader({ url: nockUrl, loginToken: 'token', organizationId: 'org-1', clock, log, ...options });
    expect(create).toThrow(expect.objectContaining({ name: 'InabitConfigError' }));
    expect(create).not.toThrow(/hush/);
  });

  it('a token out of a file with a line end is fine', async () => {
    const gateway = gatewayUnderTest(nockUrl, { loginToken: 'opaque\n' });
    const asked = nock('https://platform.test', { reqheaders: { authorization: 'Bearer opaque' } })
      .post('/graphql')
      .reply(502);
    await gateway.reader.pullTransaction('tx-1');
    expect(asked.isDone()).toBe(true);
  });
});

describe('texts of the provider', () => {
  it.each([
    ['the token of the request', 'bad secret-1 here', 'bad [redacted] here'],
    ['any JWT', 'bad eyJhbGciOi.eyJpZCI6.c2ln here', 'bad [redacted] here'],
    ['a subscription token', 'bad sub_c028ef8d-b8b9 here', 'bad [redacted] here'],
    ['an authorization header', 'authorization: Bearer abc', 'authorization: [redacted]'],
    ['control characters', 'a\r\n\u001b[31mb', 'a [31mb'],
    ['whatever goes on for too long', 'a'.repeat(10_000), `${'a'.repeat(299)}…`],
  ])('lose %s', (_, text, clean) => {
    expect(redact(text, 'secret-1')).toBe(clean);
  });
});
