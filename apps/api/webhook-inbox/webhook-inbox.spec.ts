import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { StoredEvent } from '#libs/event-streams/event-streams.js';
import { ManualClock } from '#libs/inabit/testing/manual-clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { InboxCheckpoint } from '#libs/webhooks-in/inbox-checkpoint.js';
import { InboxReader } from '#libs/webhooks-in/inbox-reader.js';
import { depositWebhook, ScriptedProvider } from '#libs/webhooks-in/inbox-stage.fixtures.js';
import { ProcessInbox } from '#libs/webhooks-in/process-inbox.reactor.js';
import { inboxStreamPrefix, replayStream } from '#libs/webhooks-in/webhook-id.js';
import { authorization, eventually, TestApi, TestStores, webhookSecrets, type Answer } from '../testing/test-api.js';

const headers = { ...authorization('platform'), 'content-type': 'application/json' };
const bodies = [depositWebhook('dep_1'), 'nonsense'];
const provider = new ScriptedProvider();
let stores: TestStores;
let api: TestApi;
/** Of the webhooks that were sent, in their order. */
const ids: string[] = [];

beforeAll(async () => {
  stores = await TestStores.start();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  for (const body of bodies) ids.push(await received(body));
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

async function received(payload: string): Promise<string> {
  const url = `/v1/inbound/inabit/${webhookSecrets.path}/widget_7`;
  await api.ask(url, { method: 'POST', headers: { 'content-type': 'application/json' }, payload });
  return (await inboxEvents()).at(-1)?.data['webhookId'] as string;
}

async function inboxEvents(): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of api.streams.readAll('start', { streamPrefixes: [inboxStreamPrefix] })) events.push(event);
  return events;
}

/** As the worker looks at what is there. */
async function process(): Promise<void> {
  const { streams } = api;
  const checkpoint = new InboxCheckpoint(streams, new RandomIds());
  const inbox = new ProcessInbox(checkpoint, new InboxReader(streams), provider, new ManualClock());
  await inbox.take(await inboxEvents(), new AbortController().signal);
}

const get = async (path: string): Promise<Answer> => api.get(`/v1/webhooks${path}`, 'platform');
const replay = async (id: string, payload: object): Promise<Answer> =>
  api.ask(`/v1/webhooks/${id}/replay`, { method: 'POST', headers, payload });
const dataOf = ({ body }: Answer) => body['data'] as { id: string; status: string }[];
const idsOf = (answer: Answer) => dataOf(answer).map(({ id }) => id);

describe('DW-25 OP-11 GET /v1/webhooks', () => {
  it('says nothing untrue without a read model: only that knows what became of it', async () => {
    expect(await get(`/${ids[1]}`)).toMatchObject({ status: 503 });
  });

  it('shows one as it came, though the read model is behind', async () => {
    await stores.startProjections();
    await eventually(
      async () => get('?limit=1'),
      ({ status }) => status === 200,
    );
    await stores.stopProjections();
    ids.push(await received(depositWebhook('dep_1')));
    const text = depositWebhook('dep_1');
    expect(await get(`/${ids[2]}`)).toMatchObject({
      status: 200,
      body: {
        id: ids[2],
        object: 'webhook',
        source: 'terminal',
        widget_id: 'widget_7',
        authenticity: 'path_only',
        status: 'received',
        reason: null,
        event: null,
        body_bytes: Buffer.byteLength(text),
        body_sha256: createHash('sha256').update(text).digest('hex'),
        received_at: expect.stringMatching(/Z$/),
        ended_at: null,
        replay_requested_at: null,
        headers: { 'content-type': 'application/json' },
        body: { encoding: 'utf8', text, truncated: false },
      },
    });
  });

  it('INV-I2 lists what became of them, the newest first', async () => {
    await process();
    await stores.startProjections();
    const ended = (answer: Answer) => dataOf(answer).filter(({ status }) => status !== 'received').length === 3;
    const { body } = await eventually(async () => get(''), ended);
    expect(body).toMatchObject({
      object: 'list',
      data: [
        { id: ids[2], status: 'ignored', reason: 'duplicate', subject_id: 'dep_1' },
        { id: ids[1], status: 'quarantined', reason: 'unreadable', subject_id: null },
        {
          id: ids[0],
          status: 'processed',
          kind: 'deposit',
          event: 'IncomingTransactionStatusUpdated',
          provider_status: 'Confirming',
          detail: 'deposit dep_1',
        },
      ],
      has_more: false,
      next_cursor: null,
    });
    for (const listed of dataOf(await get(''))) {
      expect(listed).not.toHaveProperty('body');
      expect((await get(`/${listed.id}`)).body).toMatchObject(listed);
    }
  });

  it.each([
    ['status=quarantined', [1]],
    ['subject_id=dep_1', [2, 0]],
    ['subject_id=dep_1&status=processed', [0]],
    ['subject_id=dep_2', []],
  ])('finds with %s', async (query, places) =>
    expect(idsOf(await get(`?${query}`))).toEqual(places.map((place) => ids[place])),
  );

  it('page by page', async () => {
    const first = await get('?limit=2');
    expect(idsOf(first)).toEqual([ids[2], ids[1]]);
    const second = await get(`?limit=2&cursor=${String(first.body['next_cursor'])}`);
    expect([idsOf(second), second.body['has_more']]).toEqual([[ids[0]], false]);
  });

  it.each(['status=lost', 'limit=0', 'cursor=x', 'id=1'])('API-09 refuses %s', async (query) =>
    expect(await get(`?${query}`)).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } }),
  );

  it.each(['wh_0', `wh_${'0'.repeat(32)}_0`, 'webhooks-replays', '%00'])('knows no %s', async (id) =>
    expect(await get(`/${id}`)).toMatchObject({ status: 404, body: { error: { code: 'resource_not_found' } } }),
  );
});

describe('DW-25 OP-03 POST /v1/webhooks/{id}/replay', () => {
  const reason = 'The parser was mended';

  it('has it looked at once more, and keeps who asked and why', async () => {
    const id = ids[0] ?? '';
    expect(await replay(id, { reason })).toMatchObject({
      status: 202,
      body: { object: 'webhook_replay', webhook_id: id, requested_by: 'key:k3', reason },
    });
    expect(await api.streams.find(replayStream, 'last')).toMatchObject({
      type: 'WebhookReplayRequested.v1',
      data: { webhookId: id, requestedBy: 'key:k3', reason },
      metadata: { correlationId: id, actor: 'key:k3', onBehalfOf: 'platform', requestId: expect.any(String) },
    });
    const asked = provider.asked.length;
    await process();
    expect(provider.asked.slice(asked)).toEqual(['dep_1']);
    const isReplayed = ({ body }: Answer) => body['replay_requested_at'] !== null;
    expect((await eventually(async () => get(`/${id}`), isReplayed)).body).toMatchObject({ status: 'processed' });
  });

  it('refuses what is not there, and without a reason', async () => {
    const last = await api.streams.find(replayStream, 'last');
    expect(await replay('wh_0', { reason })).toMatchObject({ status: 404 });
    expect(await replay(ids[0] ?? '', {})).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'reason' }] } },
    });
    expect(await api.streams.find(replayStream, 'last')).toEqual(last);
  });

  it('S-08 is the platform’s alone, and so is reading: bodies may hold anybody’s data', async () => {
    const as = { ...headers, ...authorization('acme') };
    const url = `/v1/webhooks/${ids[0]}/replay`;
    expect(await api.ask(url, { method: 'POST', headers: as, payload: { reason } })).toMatchObject({ status: 403 });
    expect(await api.get('/v1/webhooks')).toMatchObject({ status: 403 });
    expect(await api.get(`/v1/webhooks/${ids[0]}`)).toMatchObject({ status: 403 });
  });
});
