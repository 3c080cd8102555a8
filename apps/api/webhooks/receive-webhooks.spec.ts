import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createHmac } from 'node:crypto';
import type { StoredEvent } from '#libs/event-streams/event-streams.js';
import { openDatabase, type Database } from '#libs/read-store/database.js';
import { bytesOf } from '#libs/webhooks-in/stored-body.js';
import { inboxStreamPrefix, placeOfWebhook } from '#libs/webhooks-in/webhook-id.js';
import { samples } from '#libs/webhooks-in/webhook-samples.fixtures.js';
import { webhookCodec } from '#libs/webhooks-in/webhook.codec.js';
import type { WebhookReceived } from '#libs/webhooks-in/webhook.events.js';
import { TestEventStore } from '#test/support/event-store.js';
import { TestApi, webhookSecrets, type Answer } from '../testing/test-api.js';

let store: TestEventStore;
let database: Database;
let api: TestApi;

const terminal = `/v1/inbound/inabit/${webhookSecrets.path}`;
const platform = `/v1/inbound/inabit-platform/${webhookSecrets.path}`;
const json = { 'content-type': 'application/json' };
const received = { status: 200, body: { received: true } };

beforeAll(async () => {
  store = await TestEventStore.start();
  // Webhooks need no Postgres.
  database = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' });
  api = await TestApi.start(store.connectionString, database);
});
afterAll(async () => {
  await api.stop();
  await database.close();
  await store.remove();
});

function send(payload: string | Buffer, headers: Record<string, string> = json, url = terminal): Promise<Answer> {
  return api.ask(url, { method: 'POST', headers, payload });
}

async function stored(): Promise<WebhookReceived[]> {
  const events: StoredEvent[] = [];
  for await (const event of api.streams.readAll('start', { streamPrefixes: [inboxStreamPrefix] })) events.push(event);
  return events.map((event) => webhookCodec.decode(event)).flatMap((fact) => (isReceived(fact) ? [fact.data] : []));
}

function isReceived<Fact extends { type: string }>(fact: Fact): fact is Extract<Fact, { type: 'WebhookReceived' }> {
  return fact.type === 'WebhookReceived';
}

describe('DW-22 DW-25 OP-11 a webhook', () => {
  it.each(Object.entries(samples))(
    'as printed (%s) is stored byte for byte, and answered with 200',
    async (_, body) => {
      expect(await send(body)).toMatchObject(received);
      const last = (await stored()).at(-1);
      expect(last).toMatchObject({ source: 'terminal', authenticity: 'path-only', body: { truncated: false } });
      expect(last && bytesOf(last.body).toString()).toBe(body);
    },
  );

  it('has an id that says where in the log it stands', async () => {
    await send('{}');
    const last = (await stored()).at(-1);
    const place = placeOfWebhook(last?.webhookId ?? '');
    const { events } = await api.streams.read(place?.streamName ?? '', place?.revision);
    expect(events[0]?.data).toMatchObject({ webhookId: last?.webhookId });
  });

  it('DW-19 may come to the path of a widget', async () => {
    expect(await send('{}', json, `${terminal}/9e37db44-0eea-465e`)).toMatchObject(received);
    expect((await stored()).at(-1)).toMatchObject({ source: 'terminal', widgetId: '9e37db44-0eea-465e' });
  });

  it.each([
    ['no content type', {}],
    ['a type that is none', { 'content-type': 'nonsense;;' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
  ])('is taken with %s', async (_, headers) => {
    expect(await send('x=1', headers)).toMatchObject(received);
    const last = (await stored()).at(-1);
    expect(last && bytesOf(last.body).toString()).toBe('x=1');
    expect(last?.headers['content-type']).toBe('content-type' in headers ? headers['content-type'] : undefined);
  });

  it('is taken without a body', async () => {
    expect(await api.ask(terminal, { method: 'POST' })).toMatchObject(received);
    expect((await stored()).at(-1)?.body).toMatchObject({ bytes: 0, text: '' });
  });

  it('F5.7 is taken however deeply it is nested', async () => {
    expect(await send('['.repeat(200_000))).toMatchObject(received);
    expect((await stored()).at(-1)?.body).toMatchObject({ bytes: 200_000, truncated: false });
  });

  it.each([
    ['256 KiB of text whole', 256 * 1024, 'a', false],
    ['256 KiB of control characters whole', 256 * 1024, '\u0001', false],
    ['a byte more cut off', 256 * 1024 + 1, 'a', true],
    ['5 MB cut off', 5_000_000, 'a', true],
  ])('F5.7 is kept up to its limit: %s', async (_, length, character, truncated) => {
    expect(await send(character.repeat(length))).toMatchObject(received);
    const body = (await stored()).at(-1)?.body;
    expect(body?.truncated).toBe(truncated);
    expect(body && bytesOf(body).length).toBe(Math.min(length, 256 * 1024));
  });

  it('F5.7 of any bytes is answered with 200 and stored as it is', async () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(bodies, fc.string({ unit: 'binary-ascii' }), async (all, agent) => {
        const before = (await stored()).length;
        const headers = { ...json, 'user-agent': agent.replaceAll(/[^\x20-\x7e]/g, '') };
        const answers = await Promise.all(all.map((bytes) => send(Buffer.from(bytes), headers)));
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
        const kept = (await stored()).slice(before).map(({ body }) => bytesOf(body).toString('hex'));
        expect(kept.toSorted()).toEqual(all.map((bytes) => Buffer.from(bytes).toString('hex')).toSorted());
      }),
      { numRuns: 25 },
    );
  });
});

describe('S-15 who does not know the path or the token', () => {
  it('gets what any unknown path gets, and nothing is stored', async () => {
    const before = (await stored()).length;
    const answer = await send('{}', json, `/v1/inbound/inabit/${webhookSecrets.path}x`);
    const unknown = await send('{}', json, '/v1/nothing-here');
    expect(answer).toMatchObject({ status: 404 });
    expect(withoutRequest(answer)).toEqual(withoutRequest(unknown));
    for (const path of ['x', `${webhookSecrets.path}x/widget`, encodeURIComponent('%00')])
      expect(await send('{}', json, `/v1/inbound/inabit/${path}`)).toMatchObject({ status: 404 });
    expect(await stored()).toHaveLength(before);
  });

  it('gets 401 from the Platform’s path', async () => {
    const before = (await stored()).length;
    for (const authorization of ['', 'sub_other', `Bearer ${webhookSecrets.token}`, `${webhookSecrets.token}x`])
      expect(await send('{}', { ...json, authorization }, platform)).toMatchObject({ status: 401 });
    expect(await send('{}', json, platform)).toMatchObject({ status: 401 });
    expect(await stored()).toHaveLength(before);
    const right = { ...json, authorization: webhookSecrets.token };
    expect(await send('{}', right, platform)).toMatchObject(received);
    expect((await stored()).at(-1)).toMatchObject({ source: 'platform', authenticity: 'token' });
  });

  it('is counted, and fills no log', async () => {
    const lines = () => api.logLines.filter((line) => line.includes('webhooks-not-authentic')).length;
    const before = lines();
    for (let n = 0; n < 50; n++) await send('{}', json, '/v1/inbound/inabit/guess');
    expect(lines() - before).toBeLessThanOrEqual(1);
  });

  it('S-37 and neither path nor token is in any log line or stored event', async () => {
    expect(api.logLines.join('')).not.toContain('canary');
    expect(JSON.stringify(await stored())).not.toContain('canary');
  });
});

function withoutRequest({ status, body }: Answer): unknown {
  const { request_id: _, ...error } = body['error'] as Record<string, unknown>;
  return { status, error };
}

describe('DW-21 DW-31 S-16 RS-08 a signature', () => {
  const secret = 'a-shared-secret-of-the-provider';
  const signed = (body: string) => createHmac('sha256', secret).update(body).digest('hex');
  const scheme = { header: 'x-other-signature', algorithm: 'sha256', secrets: [secret], timestampHeader: undefined };

  async function withMode(mode: 'observe' | 'enforce', work: (own: TestApi) => Promise<void>): Promise<void> {
    const signature = { ...scheme, mode, algorithm: 'sha256' as const };
    const own = await TestApi.start(store.connectionString, database, { signature });
    try {
      await work(own);
    } finally {
      await own.stop();
    }
  }

  const ask = (own: TestApi, payload: string, signature?: string) =>
    own.ask(terminal, {
      method: 'POST',
      headers: { ...json, ...(signature !== undefined && { 'x-other-signature': signature }) },
      payload,
    });

  it('is observed: everything is stored, with what was found', async () =>
    withMode('observe', async (own) => {
      for (const [signature, authenticity] of [
        [signed('{"a":1}'), 'signature'],
        [signed('{"a": 1}'), 'signature-invalid'],
        [undefined, 'signature-missing'],
      ] as const) {
        expect(await ask(own, '{"a":1}', signature)).toMatchObject(received);
        expect((await stored()).at(-1)).toMatchObject({ authenticity });
      }
    }));

  it('is enforced: what is not signed is refused, and not stored', async () =>
    withMode('enforce', async (own) => {
      const before = (await stored()).length;
      expect(await ask(own, '{"a":1}')).toMatchObject({ status: 401 });
      expect(await ask(own, '{"a":1}', signed('{"a":2}'))).toMatchObject({ status: 401 });
      expect(await stored()).toHaveLength(before);
      expect(await ask(own, '{"a":1}', `sha256=${signed('{"a":1}')}`)).toMatchObject(received);
      expect((await stored()).at(-1)).toMatchObject({ authenticity: 'signature' });
    }));
});
