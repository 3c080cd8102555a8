import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import {
  createWithdrawalText,
  subscriptionsText,
  walletsText,
} from '#apps/inabit-sandbox/testing/documented-operations.js';
import { Harness, type HarnessOptions } from '#apps/inabit-sandbox/testing/harness.js';

const accessText = 'query GetApiUserAccessToken { getApiUserAccessToken }';
const refreshText = 'query Query { refreshApiUserLoginToken }';

function claims(token: string) {
  const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  return z.object({ id: z.string(), iat: z.number(), exp: z.number() }).parse(payload);
}

describe('IN-17 F3.5 tokens', () => {
  let harness: Harness;
  const start = async (options?: HarnessOptions) => (harness = await Harness.start(options));
  const refresh = async (token: string) =>
    z.string().parse((await harness.ask(refreshText, {}, token)).body.data?.['refreshApiUserLoginToken']);
  const refusal = { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }], data: null };
  afterEach(() => harness.stop());

  it('a login token lasts 30 days and names its user, an access token 15 minutes', async () => {
    const { sandbox, token } = await start();
    const login = claims(sandbox.adminLoginToken);
    expect(login.id).toBe(sandbox.adminUserId);
    expect(login.exp - login.iat).toBe(30 * 86_400);
    expect(claims(token).exp - claims(token).iat).toBe(900);
  });

  it('each kind of token opens only its own doors', async () => {
    const { sandbox, token } = await start();
    expect((await harness.ask(walletsText, {}, sandbox.adminLoginToken)).body).toMatchObject(refusal);
    expect((await harness.ask(accessText, {}, token)).body).toMatchObject(refusal);
    expect((await harness.ask(refreshText, {}, token)).body).toMatchObject(refusal);
    expect((await harness.ask('query { __typename }', {}, 'nonsense')).body).toMatchObject(refusal);
  });

  it.each(['', 'nonsense', 'a.b.c'])('refuses %j, on every call', async (token) => {
    await start();
    expect(await harness.ask(createWithdrawalText, harness.withdrawalVariables(), token)).toMatchObject({
      status: 200,
      body: refusal,
    });
    expect(await harness.transactions()).toEqual([]);
  });

  it('refuses a token whose claims were changed', async () => {
    const { token } = await start();
    const [header = '', payload = '', signature = ''] = token.split('.');
    const longer = { ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as object), exp: 9_999_999_999 };
    const forged = [header, Buffer.from(JSON.stringify(longer)).toString('base64url'), signature].join('.');
    expect((await harness.ask(walletsText, {}, forged)).body).toMatchObject(refusal);
  });

  it('can answer with HTTP 401', async () => {
    await start({ settings: { unauthenticatedStatus: 401 } });
    expect(await harness.ask(walletsText, {}, 'nonsense')).toMatchObject({ status: 401, body: refusal });
  });

  it('refuses an access token past its life, and all of them on demand', async () => {
    await start({ settings: { accessTokenSeconds: 1 } });
    await wait(1_050);
    expect((await harness.ask(walletsText)).body).toMatchObject(refusal);
    await harness.control('PATCH', '/settings', { accessTokenSeconds: 900 });
    harness.token = await harness.login(harness.sandbox.adminLoginToken);
    expect((await harness.ask(walletsText)).body.errors).toBeUndefined();
    await harness.control('POST', '/expire-access-tokens');
    expect((await harness.ask(walletsText)).body).toMatchObject(refusal);
  });

  it('keeps the old login token after a refresh, or kills it, as set', async () => {
    const { sandbox } = await start();
    const second = await refresh(sandbox.adminLoginToken);
    expect(second).not.toBe(sandbox.adminLoginToken);
    expect(await harness.login(sandbox.adminLoginToken)).toEqual(expect.any(String));
    await harness.control('PATCH', '/settings', { oldLoginTokenDies: true });
    const third = await refresh(second);
    expect((await harness.ask(accessText, {}, second)).body).toMatchObject(refusal);
    expect(await harness.login(third)).toEqual(expect.any(String));
  });

  it('lets only an API Admin change anything or see the subscription', async () => {
    const { sandbox } = await start();
    for (const loginToken of [sandbox.viewerLoginToken, sandbox.signerLoginToken]) {
      const token = await harness.login(loginToken);
      expect((await harness.ask(walletsText, {}, token)).body.errors).toBeUndefined();
      const refused = { status: 200, body: { errors: [{ extensions: { code: 'FORBIDDEN' } }], data: null } };
      expect(await harness.ask(createWithdrawalText, harness.withdrawalVariables(), token)).toMatchObject(refused);
      expect(await harness.ask(subscriptionsText, {}, token)).toMatchObject(refused);
    }
    expect(await harness.transactions()).toEqual([]);
  });

  it('is not fooled by a mutation in a fragment', async () => {
    const { sandbox } = await start();
    const text = `mutation M($data: WithdrawalCreateInput!) { ...F }
      fragment F on Mutation { ... on Mutation { createWithdrawal(data: $data) { id } } }`;
    const viewer = await harness.login(sandbox.viewerLoginToken);
    const { body } = await harness.ask(text, harness.withdrawalVariables(), viewer);
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });

  it('a refused request does not use up a scenario', async () => {
    await start();
    await harness.control('POST', '/scenarios', { scenario: 'decline', message: 'No.' });
    await harness.ask(createWithdrawalText, harness.withdrawalVariables(), 'nonsense');
    const { body } = await harness.ask(createWithdrawalText, harness.withdrawalVariables());
    expect(body.errors?.[0]?.extensions).toMatchObject({ message: 'No.' });
  });
});
