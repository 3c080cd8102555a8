import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatewayUnderTest, type GatewayUnderTest } from '../testing/gateway.js';
import { ManualClock } from '../testing/manual-clock.js';
import { nockUrl, on } from '../testing/platform-nock.js';
import { day_ms, jwt, minute_ms, nameOf } from '../testing/tokens.js';

let directory: string;
let file: string;
let requests: string[];

const clock = new ManualClock();
const login = (name: string, days: number) => jwt(name, clock, days * day_ms);

beforeEach(() => {
  nock.disableNetConnect();
  directory = mkdtempSync(join(tmpdir(), 'inabit-tokens-'));
  file = join(directory, 'login-token');
  requests = [];
  on('transaction')
    .times(99)
    .reply(200, { data: { transaction: null } });
});

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
  rmSync(directory, { recursive: true });
});

/** Notes who asks for an access token, and runs `check` in that moment. */
function answerAccess(check: () => void = () => undefined, livesMs = 15 * minute_ms): void {
  on('getApiUserAccessToken')
    .times(99)
    .reply(200, function () {
      check();
      requests.push(`access with ${nameOf(String(this.req.headers['authorization']))}`);
      return { data: { getApiUserAccessToken: jwt('access', clock, livesMs) } };
    });
}

function answerRotation(token: string, times = 1): void {
  on('refreshApiUserLoginToken')
    .times(times)
    .reply(200, function () {
      requests.push(`rotate ${nameOf(String(this.req.headers['authorization']))}`);
      return { data: { refreshApiUserLoginToken: token } };
    });
}

function start(loginToken: string, tokenFile: string | undefined = file): GatewayUnderTest {
  return gatewayUnderTest(nockUrl, { loginToken, tokenFile, clock });
}

const persisted = () => readFileSync(file, 'utf8').trim();
const use = (gateway: GatewayUnderTest) => gateway.reader.pullTransaction('tx-1');

describe('F3.5 the login token is rotated', () => {
  it('with less than 15 days left, and is persisted before its first use, for its owner only', async () => {
    const rotated = login('rotated', 30);
    answerRotation(rotated);
    answerAccess(() => expect(persisted()).toBe(rotated));
    expect(await use(start(login('configured', 14.9)))).toMatchObject({ outcome: 'not-found' });
    expect(requests).toEqual(['rotate configured', 'access with rotated']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['login-token']);
  });

  it('not with more', async () => {
    answerAccess();
    await use(start(login('configured', 15.1)));
    expect(requests).toEqual(['access with configured']);
  });

  it('not without a file: the new token would be lost with the process', async () => {
    answerRotation(login('rotated', 30));
    answerAccess();
    await use(gatewayUnderTest(nockUrl, { loginToken: login('configured', 1), clock }));
    expect(requests).toEqual(['access with configured']);
  });

  it('and survives a crash between the persisting and the use', async () => {
    const configured = login('configured', 10);
    answerRotation(login('rotated', 30));
    on('getApiUserAccessToken').replyWithError('the process ended here');
    expect(await use(start(configured))).toMatchObject({ outcome: 'unavailable' });
    answerAccess();
    await use(start(configured));
    expect(requests).toEqual(['rotate configured', 'access with rotated']);
  });

  it('a crash within the persisting leaves the old token, and its left-over does no harm', async () => {
    const rotated = login('rotated', 30);
    writeFileSync(file, login('persisted', 12));
    writeFileSync(`${file}.${process.pid}.tmp`, 'eyJhalf', { mode: 0o644 });
    answerRotation(rotated);
    answerAccess();
    await use(start(login('configured', 10)));
    expect(requests).toEqual(['rotate persisted', 'access with rotated']);
    expect([persisted(), statSync(file).mode & 0o777]).toEqual([rotated, 0o600]);
  });

  it('a token that could not be persisted is not used, and persisted as soon as that works', async () => {
    const rotated = login('rotated', 30);
    const missing = join(directory, 'missing');
    answerRotation(rotated);
    answerAccess();
    const gateway = start(login('configured', 10), join(missing, 'login-token'));
    await use(gateway);
    expect(requests).toEqual(['rotate configured', 'access with configured']);
    expect(gateway.log.lines.join()).toContain('could not be persisted');
    mkdirSync(missing);
    clock.advance(10 * minute_ms);
    await use(gateway);
    expect(requests.slice(2)).toEqual(['access with rotated']);
    expect(readFileSync(join(missing, 'login-token'), 'utf8').trim()).toBe(rotated);
  });

  it('a failed rotation is tried again after 10 minutes; until then the old token serves', async () => {
    on('refreshApiUserLoginToken').reply(502, '');
    answerAccess(undefined, minute_ms);
    const gateway = start(login('configured', 14));
    await use(gateway);
    answerRotation(login('rotated', 30));
    clock.advance(10 * minute_ms - 1);
    await use(gateway);
    clock.advance(1);
    await use(gateway);
    const expected = ['access with configured', 'access with configured', 'rotate configured', 'access with rotated'];
    expect(requests).toEqual(expected);
    expect(gateway.log.lines).toEqual([
      'warn {"observation":"no-token-http-502"} The inabit login token could not be rotated',
    ]);
  });

  it('an alert is logged with less than 7 days left', async () => {
    on('refreshApiUserLoginToken').reply(502, '');
    answerAccess();
    const gateway = start(login('configured', 6.9));
    await use(gateway);
    expect(gateway.log.lines[0]).toMatch(/^error .*expires soon$/);
  });
});

describe('F3.5 which login token is used', () => {
  it.each([
    ['the persisted one when it expires later', 20, 25, 'persisted'],
    ['the configured one when a person has put a later one there', 29, 25, 'configured'],
  ])('%s', async (_, configuredDays, persistedDays, used) => {
    writeFileSync(file, `${login('persisted', persistedDays)}\n`);
    answerAccess();
    await use(start(login('configured', configuredDays)));
    expect(requests).toEqual([`access with ${used}`]);
  });

  it.each([
    ['an empty file', ''],
    ['a broken file', '\u0000\u0001 garbage'],
  ])('the configured one with %s', async (_, content) => {
    writeFileSync(file, content);
    answerAccess();
    await use(start(login('configured', 20)));
    expect(requests).toEqual(['access with configured']);
  });

  it('the one that another process has rotated to, once ours is refused', async () => {
    const gateway = start(login('configured', 20));
    on('getApiUserAccessToken').reply(401, () => {
      writeFileSync(file, login('from-the-other', 30));
      return '';
    });
    answerAccess();
    expect(await use(gateway)).toMatchObject({ outcome: 'not-found' });
    expect(requests).toEqual(['access with from-the-other']);
  });

  it('a file that cannot be read is reported, and the configured one serves', async () => {
    answerAccess();
    const gateway = start(login('configured', 20), directory);
    await use(gateway);
    expect(requests).toEqual(['access with configured']);
    expect(gateway.log.lines).toContain('error {"code":"EISDIR"} The file of the inabit login token cannot be read');
  });
});
