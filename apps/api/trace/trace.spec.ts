import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { address, depositFacts, depositId, orderFacts, orderId } from '#libs/deposits/deposit.fixtures.js';
import { incomingIdOf } from '#libs/deposits/incoming-id.js';
import { inboxCodec, inboxOutcomeStream } from '#libs/webhooks-in/inbox.codec.js';
import { inboxFacts } from '#libs/webhooks-in/inbox.fixtures.js';
import { webhookIdAt } from '#libs/webhooks-in/webhook-id.js';
import { samples } from '#libs/webhooks-in/webhook-samples.fixtures.js';
import { inboxStreamPrefix } from '#libs/webhooks-in/webhook-id.js';
import { goodBody, LedgerFacts, now } from '../testing/ledger-facts.js';
import { bound, broadcast, reserved, settled, started } from '../testing/payout-lives.js';
import { eventually, TestApi, TestStores, webhookSecrets, type Answer } from '../testing/test-api.js';
import type { TraceDto } from './trace.dto.js';

let stores: TestStores;
let api: TestApi;
let id: string;

beforeAll(async () => {
  stores = await TestStores.start();
  await stores.startProjections();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  const facts = new LedgerFacts(api.streams);
  await facts.registerWallet('wal_acme', 'acme');
  id = String((await api.post(goodBody, { 'idempotency-key': 'my-key-1', 'x-request-id': 'my-request-1' })).body['id']);
  const resumed = {
    type: 'PayoutResumed',
    data: { payoutId: id, by: 'ada', reason: 'mended', resumedAt: now },
  } as const;
  await facts.appendToPayout(id, ...[reserved, started].map((fact) => fact(id)));
  await appendAs(`payout-${id}`, 'user:ada', {
    type: 'PayoutResumed.v1',
    data: { ...resumed.data, resumedAt: now.toISOString() },
  });
  await facts.appendToPayout(id, ...[bound, broadcast, settled].map((fact) => fact(id)));
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

async function appendAs(streamName: string, actor: string, event: { type: string; data: object }): Promise<void> {
  const { revision } = await api.streams.read(streamName);
  const metadata = { correlationId: 'c', causationId: 'c', actor };
  await api.streams.append(streamName, revision, [{ id: randomUUID(), ...event, data: { ...event.data }, metadata }]);
}

const trace = (reference: string, as: 'acme' | 'other' | 'platform' = 'acme') =>
  api.get(`/v1/trace/${encodeURIComponent(reference)}`, as);
const tracesIn = ({ body }: Answer) => body['data'] as readonly TraceDto[];
const eventNames = (answer: Answer) => tracesIn(answer)[0]?.events.map(({ event }) => event) ?? [];

describe('PO-02 PO-13 a withdrawal is traced', () => {
  it('from its id to everything that happened', async () => {
    const answer = await eventually(
      () => trace(`hash-${id}`),
      (found) => tracesIn(found).length > 0,
    );
    expect(answer.status).toBe(200);
    const [found, ...others] = tracesIn(answer);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      object: 'trace',
      resource: 'withdrawal',
      id,
      url: `/v1/withdrawals/${id}`,
      is_cut: false,
    });
    expect(eventNames(answer)).toEqual([
      'PayoutRequested',
      'PayoutFundsReserved',
      'PayoutAttemptStarted',
      'PayoutResumed',
      'PayoutBound',
      'PayoutBroadcast',
      'PayoutSettled',
    ]);
    expect(found?.events[0]).toEqual({
      recorded_at: expect.any(String),
      elapsed_ms: 0,
      position: expect.stringMatching(/^\d+$/),
      stream: `payout-${id}`,
      revision: '0',
      event: 'PayoutRequested',
      actor: 'key:k1',
      description: `A payout of 12.5 USDT@tron from wal_acme to ${goodBody.destination.address} was requested for player p_4827.`,
      amounts: [{ name: 'amount', amount: '12.5', asset: 'USDT@tron' }],
      postings: [],
    });
    expect(found?.not_known_yet).toEqual([
      `${id}: the booking: the reserved money is not captured yet`,
      `${id}: the network fee: the provider did not say`,
    ]);
  });

  it.each(['my-key-1', 'my-request-1', goodBody.reference, goodBody.player_id])('PO-08 from %s as well', async (text) =>
    expect((await trace(text)).body).toEqual((await trace(id)).body),
  );

  it('S-09 by its own tenant only, who does not learn who works for the platform', async () => {
    const nothing = { object: 'list', data: [], has_more: false };
    expect((await trace(id, 'other')).body).toEqual(nothing);
    expect((await trace(id, 'platform')).body).toEqual(nothing);
    const { text } = await trace(id);
    expect(text).not.toContain('ada');
    expect(tracesIn(await trace(id))[0]?.events[3]?.actor).toBe('user');
  });

  it.each(['nothing', '\0', "'; drop table x --", '💸', '%', '../..'])('not by %j', async (reference) =>
    expect(await trace(reference)).toMatchObject({ status: 200, body: { data: [] } }),
  );
});

describe('PO-07 DW-25 a deposit is traced', () => {
  const { DepositDetected } = depositFacts;
  const { OrderOpened, OrderAllocated, OrderPaymentSeen } = orderFacts;
  const ofAcme = { operatorId: 'acme' };
  const samePayment = { transactionHash: 'hash-1', incomingId: incomingIdOf('tron', 'hash-1', address) };

  it('into the order that it pays, and to the webhooks that spoke of it and what became of them', async () => {
    const facts = new LedgerFacts(api.streams);
    const { providerId } = DepositDetected.data;
    await facts.appendToOrder(orderId, { ...OrderOpened, data: { ...OrderOpened.data, ...ofAcme } }, OrderAllocated);
    await facts.appendToDeposit(depositId, {
      ...DepositDetected,
      data: { ...DepositDetected.data, ...ofAcme, ...samePayment },
    });
    await facts.appendToOrder(orderId, OrderPaymentSeen);
    await api.ask(`/v1/inbound/inabit/${webhookSecrets.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      payload: Object.values(samples)[0] ?? '',
    });
    let webhookId = '';
    for await (const { streamName, revision } of api.streams.readAll('start', { streamPrefixes: [inboxStreamPrefix] }))
      webhookId = webhookIdAt(streamName.slice(inboxStreamPrefix.length), revision);
    const { topic } = inboxFacts.processed.data;
    const ended = { ...inboxFacts.processed.data, webhookId, topic: { ...topic, subjectId: providerId } };
    await appendAs(inboxOutcomeStream, 'worker', inboxCodec.encode({ type: 'WebhookProcessed', data: ended }));
    const answer = await eventually(
      () => trace(depositId),
      (found) => eventNames(found).includes('WebhookProcessed'),
    );
    expect(eventNames(answer)).toEqual([
      'OrderOpened',
      'OrderAllocated',
      'DepositDetected',
      'OrderPaymentSeen',
      'WebhookReceived',
      'WebhookProcessed',
    ]);
    const fromOrder = await eventually(
      () => trace(orderId),
      (found) => eventNames(found).length === 6,
    );
    expect(eventNames(fromOrder)).toEqual(eventNames(answer));
    expect((await trace(depositId, 'other')).body['data']).toEqual([]);
  });
});
