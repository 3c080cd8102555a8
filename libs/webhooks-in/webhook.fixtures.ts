import { storedBody } from './stored-body.js';
import type { WebhookEvent, WebhookReceived } from './webhook.events.js';
import { incomingReceived } from './webhook-samples.fixtures.js';

const run = '0123456789abcdef0123456789abcdef';

export const receivedWebhook: WebhookReceived = {
  webhookId: `wh_${run}_7`,
  source: 'terminal',
  widgetId: '9e37db44-0eea-465e-b35d-907d0a817b89',
  body: storedBody(Buffer.from(incomingReceived), true),
  headers: { 'content-type': 'application/json' },
  authenticity: 'path-only',
  receivedAt: new Date('2025-07-31T12:41:30.000Z'),
};

export const webhookFacts: Readonly<Record<string, WebhookEvent>> = {
  received: { type: 'WebhookReceived', data: receivedWebhook },
  replayRequested: {
    type: 'WebhookReplayRequested',
    data: {
      webhookId: receivedWebhook.webhookId,
      requestedBy: 'user:ada',
      reason: 'the parser knows this event now',
      requestedAt: new Date('2025-08-01T09:00:00.000Z'),
    },
  },
};
