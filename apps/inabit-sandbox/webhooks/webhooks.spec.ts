import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { createSubscriptionText, deleteSubscriptionText } from '#apps/inabit-sandbox/testing/documented-operations.js';
import { eventually } from '#apps/inabit-sandbox/testing/eventually.js';
import { destination, Harness, type HarnessOptions } from '#apps/inabit-sandbox/testing/harness.js';
import { Receiver, type Responder } from '#apps/inabit-sandbox/testing/receiver.js';

const ok: Responder = () => ({ status: 200, text: '' });
const webhook = z.object({ event: z.string(), data: z.looseObject({ status: z.string() }) });

describe('A6 Platform webhooks', () => {
  let harness: Harness;
  let subscriber: Receiver;
  const start = async (respond: Responder, options?: HarnessOptions) => {
    subscriber = await Receiver.start(respond);
    harness = await Harness.start(options);
    const data = { organization: { id: harness.sandbox.organizationId }, url: subscriber.url };
    const { body } = await harness.ask(createSubscriptionText, { data });
    return z.object({ createSubscription: z.object({ id: z.string(), token: z.string() }) }).parse(body.data)
      .createSubscription;
  };
  const received = () => subscriber.requests.map(({ text }) => webhook.parse(JSON.parse(text)));
  afterEach(async () => {
    await harness.stop();
    await subscriber.stop();
  });

  it('tells of the new transaction and of each change, with the token and exact numbers', async () => {
    const settings = {
      approvalDelayMs: 20,
      broadcastDelayMs: 20,
      completionDelayMs: 20,
      networkFees: { BTC: '0.0000001' },
    };
    const { token } = await start(ok, { settings });
    const id = await harness.created({ asset: 'BTC', blockchain: 'BTC', amount: '0.00000673' });
    await eventually(() => received().some(({ data }) => data.status === 'Completed'));
    expect(received().map(({ event, data }) => [event, data.status])).toEqual([
      ['OutgoingTransactionSent', 'PendingApproval'],
      ['OutgoingTransactionStatusUpdated', 'Processing'],
      ['OutgoingTransactionStatusUpdated', 'Processing'],
      ['OutgoingTransactionStatusUpdated', 'Completed'],
    ]);
    expect(subscriber.requests.every(({ headers }) => headers.authorization === token)).toBe(true);
    const last = subscriber.requests.at(-1)?.text ?? '';
    expect(last).toContain(
      '"amount":0.00000673,"baseCurrency":"USD","baseCurrencyAmount":0.6057,"fee":0.0000001,"baseCurrencyFee":0.009',
    );
    expect(received().at(-1)?.data).toMatchObject({
      transactionId: id,
      transactionType: 'Withdrawal',
      transactionHash: expect.any(String),
      walletId: harness.wallet().id,
      walletName: 'Operator Alpha',
      destinationAddress: destination,
      asset: 'BTC',
      blockchain: 'bitcoin',
      sourceAddress: expect.stringMatching(/^bc1/),
    });
  });

  it('delivers again after a failure, until a 2xx', async () => {
    await start((_, index) => ({ status: index < 2 ? 500 : 204, text: '' }), { settings: { callbackUrl: null } });
    await harness.created();
    await eventually(() => subscriber.requests.length === 3);
    await wait(120);
    expect(new Set(subscriber.requests.map(({ text }) => text)).size).toBe(1);
    expect(subscriber.requests).toHaveLength(3);
  });

  it('gives up after 1 delivery and 5 more', async () => {
    await start(() => ({ status: 500, text: '' }), { settings: { callbackUrl: null, webhookRetryMs: 5 } });
    await harness.created();
    await eventually(() => subscriber.requests.length === 6);
    await wait(80);
    expect(subscriber.requests).toHaveLength(6);
  });

  it('takes an answer that is too slow for a failure', async () => {
    const respond: Responder = async (_, index) => {
      if (index === 0) await wait(300);
      return { status: 200, text: '' };
    };
    await start(respond, { settings: { callbackUrl: null, webhookTimeoutMs: 50 } });
    await harness.created();
    await eventually(() => subscriber.requests.length === 2);
  });

  it('tells nobody after the subscription was deleted', async () => {
    const { id } = await start(ok, { settings: { callbackUrl: null } });
    await harness.ask(deleteSubscriptionText, { where: { id } });
    await harness.created();
    await wait(50);
    expect(subscriber.requests).toEqual([]);
  });
});
