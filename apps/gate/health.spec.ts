import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { day_ms, jwt } from '#libs/inabit/testing/tokens.js';
import { loginTokenState } from '#libs/inabit/tokens/login-token-state.js';
import { SystemClock } from '#libs/platform/clock.js';
import { PayoutStage } from '#test/support/payout-stage.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { earlierClock, workerProcess } from '#test/support/stage-processes.js';

let stage: PayoutStage;
let gate: StageGate;

beforeAll(async () => {
  stage = await PayoutStage.start();
  gate = await stage.startGate();
});

afterAll(async () => {
  await gate.stop();
  await stage.stop();
});

interface Health {
  readonly approver: { readonly last_callback_at: string | null; readonly listening_since: string };
  readonly login_token: { readonly status: string; readonly expires_at: string | null };
}

async function health({ url }: StageGate): Promise<{ status: number; body: Health; text: string }> {
  const response = await fetch(new URL('/health/ready', url));
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text) as Health, text };
}

describe('OP-09 the health of the gate', () => {
  it('says when the approver called last, once it is up, paired and has something to sign', async () => {
    const before = await health(gate);
    expect(before).toMatchObject({ status: 200, body: { status: 'ok', approver: { last_callback_at: null } } });
    await gate.post('{}', `${gate.url}/inabit/validation/${'x'.repeat(30)}`); // Whoever does not know the secret.
    expect((await health(gate)).body.approver.last_callback_at).toBeNull();
    const request = await stage.request();
    await workerProcess(stage, { clock: earlierClock(), gateUrl: gate.url }).advance(request.payoutId);
    await stage.landed(request, 1);
    const { approver } = (await health(gate)).body;
    expect(Date.parse(approver.last_callback_at ?? '')).toBeGreaterThanOrEqual(Date.parse(approver.listening_since));
  });

  it('says when its login token expires, and never the token', async () => {
    const { loginToken = '' } = stage.inabitConfig();
    const { exp } = JSON.parse(Buffer.from(loginToken.split('.')[1] ?? '', 'base64url').toString()) as { exp: number };
    const { body, text } = await health(gate);
    expect(body.login_token).toEqual({ status: 'valid', expires_at: new Date(exp * 1_000).toISOString() });
    expect(text).not.toContain(loginToken.slice(-20));
  });

  it('is 503 with a token that has expired, and says why', async () => {
    const loginToken = jwt('old', new SystemClock(), -day_ms);
    const other = await stage.startGate({ asked: false, inabit: { ...stage.inabitConfig(), loginToken } });
    expect(await health(other)).toMatchObject({
      status: 503,
      body: { inabit: 'unavailable', login_token: { status: 'expired', expires_at: expect.any(String) } },
    });
    await other.stop();
  });

  it.each([
    [30 * day_ms, 'valid'],
    [7 * day_ms, 'valid'],
    [7 * day_ms - 1, 'expires-soon'],
    [1, 'expires-soon'],
    [0, 'expired'],
  ])('a login token with %i ms left is %s', (left, status) => {
    const now = new Date('2026-01-05T10:00:00.000Z');
    expect(loginTokenState(new Date(now.getTime() + left), now)).toMatchObject({ status });
    expect(loginTokenState(undefined, now)).toEqual({ status: 'unknown', expiresAt: undefined });
  });
});
