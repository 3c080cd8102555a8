import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { fastify } from 'fastify';
import { z } from 'zod';
import { receiveWebhooks, type WebhookParts } from '#apps/api/webhooks/receive-webhooks.js';
import { Refusals } from '#apps/api/webhooks/refusals.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { createLog } from '#libs/platform/logging.js';
import { InboxWriter, type Arrival } from '#libs/webhooks-in/inbox-writer.js';
import { inboxRun, inboxStream, webhookIdAt } from '#libs/webhooks-in/webhook-id.js';
import { webhookCodec } from '#libs/webhooks-in/webhook.codec.js';

/** Where the contenders take webhooks. */
export interface IntakeUrls {
  readonly grouped: string;
  readonly single: string;
}

type Inbox = WebhookParts['inbox'];

const secret = 'a-path-secret-of-the-benchmark';
const ids = new RandomIds();
const streams = connectEventStreams({ connectionString: z.string().parse(workerData) });
const urls: IntakeUrls = {
  grouped: await listen(new InboxWriter(streams, ids)),
  single: await listen(oneByOne(streams)),
};
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread has no origin.
parentPort?.postMessage(urls);

async function listen(inbox: Inbox): Promise<string> {
  const log = createLog({ app: 'bench', level: 'silent', format: 'json' });
  const server = fastify({ return503OnClosing: false });
  const signature = { mode: 'off', header: 'x', algorithm: 'sha256', secrets: [], timestampHeader: undefined } as const;
  const config = { pathSecrets: [secret], platformTokens: [], signature };
  receiveWebhooks(server, { config, inbox, refusals: new Refusals(log), clock: new SystemClock(), docsUrl: '/docs' });
  await server.listen({ port: 0, host: '127.0.0.1' });
  return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/v1/inbound/inabit/${secret}`;
}

/** What one would write first: each webhook in an append and a stream of its own. */
function oneByOne(store: EventStreams): Inbox {
  return {
    store: async ({ requestId, ...received }: Arrival) => {
      const run = inboxRun(ids.uuid());
      const webhookId = webhookIdAt(run, 0n);
      const metadata = { correlationId: webhookId, causationId: requestId, actor: 'inabit' };
      const data = { webhookId, ...received };
      const event = { id: ids.uuid(), ...webhookCodec.encode({ type: 'WebhookReceived', data }), metadata };
      await store.append(inboxStream(run), 'no-stream', [event]);
      return webhookId;
    },
    drain: async () => Promise.resolve(),
  };
}
