import type { InboxEvent } from './inbox.events.js';
import { receivedWebhook } from './webhook.fixtures.js';

const { webhookId } = receivedWebhook;
const endedAt = new Date('2025-07-31T12:41:31.000Z');
const topic = {
  event: 'IncomingTransactionReceived',
  kind: 'deposit',
  subjectId: 'cmdrdvuae01ytec01vtdf3wql',
  status: 'Confirming',
} as const;

export const inboxFacts = {
  processed: {
    type: 'WebhookProcessed',
    data: { webhookId, topic, triggered: 'deposit cmdrdvuae01ytec01vtdf3wql', endedAt },
  },
  ignored: {
    type: 'WebhookIgnored',
    data: { webhookId, topic, reason: 'not-ours', detail: 'the gate has it as unseen', endedAt },
  },
  quarantined: {
    type: 'WebhookQuarantined',
    data: { webhookId, topic, reason: 'unknown-status', detail: 'looked up', endedAt },
  },
  advanced: {
    type: 'InboxAdvanced',
    data: {
      position: { commit: 4_200n, prepare: 4_100n },
      waiting: [{ webhookId, replayed: false }],
      advancedAt: endedAt,
    },
  },
} as const satisfies Readonly<Record<string, InboxEvent>>;
