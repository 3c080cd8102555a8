import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { Harness, destination, type HarnessOptions } from '#apps/inabit-sandbox/testing/harness.js';
import { verdict } from '#apps/inabit-sandbox/testing/receiver.js';

describe('F4 the approver in the middle', () => {
  let harness: Harness;
  const start = async (options?: HarnessOptions) => (harness = await Harness.start(options));
  afterEach(() => harness.stop());

  it('posts the whole approval request, in exact numbers, without the note or any credential', async () => {
    const { sandbox } = await start();
    const id = await harness.created({ amount: '12.5', note: 'secret-note' });
    await harness.until(({ status }) => status === 'Completed');
    const [request] = harness.callback.requests;
    expect(request?.headers.authorization).toBeUndefined();
    expect(request?.headers['content-type']).toBe('application/json');
    expect(request?.text).not.toContain('secret-note');
    expect(JSON.parse(request?.text ?? '')).toEqual({
      createTime: expect.stringMatching(/^\d{4}-.*Z$/),
      transactionId: id,
      transactionType: 'Withdrawal',
      initiatorId: sandbox.adminUserId,
      initiatorName: 'API Admin',
      organizationId: sandbox.organizationId,
      organizationName: 'Payouts.com',
      policyRuleId: expect.stringMatching(/^cl/),
      walletId: harness.wallet().id,
      walletAddress: harness.wallet().accounts[0]?.address,
      network: 'TRON',
      to: destination,
      coin: 'USDT',
      amount: 12.5,
      baseCurrencyCode: 'USD',
      baseCurrencyRate: '1',
      baseCurrencyAmount: 12.5,
    });
  });

  it.each([
    [true, 'Completed'],
    ['true', 'Completed'],
    ['TRUE', 'Completed'],
    [false, 'Rejected'],
    ['False', 'Rejected'],
  ])('takes approved: %j as the verdict', async (approved, wanted) => {
    await start({ respond: () => ({ ...verdict(approved), status: 201 }) });
    await harness.created();
    await harness.until(({ status }) => status === wanted);
    expect(harness.callback.requests).toHaveLength(1);
  });

  it.each([
    ['an error status', { status: 503, text: '{"approved":true}' }],
    ['a redirect', { status: 302, text: '{"approved":true}' }],
    ['no JSON', { status: 200, text: '<html>' }],
    ['another type', { status: 200, text: '{"approved":1}' }],
    ['an empty body', { status: 200, text: '' }],
  ])('asks again at its interval after %s', async (_, failing) => {
    await start({ respond: (__, index) => (index === 0 ? failing : verdict(true)) });
    await harness.created();
    await harness.until(({ status }) => status === 'Completed');
    const [first, second] = harness.callback.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(45);
    expect(second?.text).toBe(first?.text);
  });

  it('asks 10 times in all, then falls silent and the withdrawal stays pending', async () => {
    await start({ respond: () => ({ status: 500, text: '' }), settings: { approverRetryMs: 5 } });
    await harness.created();
    await harness.until(({ offers }) => offers === 10);
    await wait(100);
    expect(harness.callback.requests).toHaveLength(10);
    expect(await harness.transactions()).toMatchObject([
      { status: 'PendingApproval', offers: 10, verdicts: [], lastOfferProblem: 'HTTP 500 without a verdict' },
    ]);
  });

  it('a callback that cannot be reached is an attempt too', async () => {
    await start();
    await harness.callback.stop();
    await harness.created();
    const { lastOfferProblem } = await harness.until(({ offers }) => offers >= 2);
    expect(lastOfferProblem).toMatch(/ECONNREFUSED|fetch failed/);
  });

  it('a callback that is too slow is asked again', async () => {
    const respond = async (_: unknown, index: number) => {
      if (index === 0) await wait(300);
      return verdict(index > 0);
    };
    await start({ respond, settings: { approverTimeoutMs: 50 } });
    await harness.created();
    expect(await harness.until(({ status }) => status === 'Completed')).toMatchObject({ verdicts: [true] });
  });

  it('F4.2 the first verdict counts, for good', async () => {
    await start({ respond: (_, index) => verdict(index === 0), settings: { approvalDelayMs: 100 } });
    const id = await harness.created();
    await harness.until(({ verdicts }) => verdicts.length === 1);
    await harness.control('POST', `/transactions/${id}/offer`);
    expect(await harness.until(({ status }) => status === 'Completed')).toMatchObject({ verdicts: [true, false] });
  });
});
