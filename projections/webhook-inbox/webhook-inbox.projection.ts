import { insert, update, type Change } from '#libs/read-store/changes.js';
import { defineProjection, type EventMeta } from '#libs/read-store/projection.definition.js';
import { inboxCodec, inboxOutcomeStream } from '#libs/webhooks-in/inbox.codec.js';
import type { QuarantineReason, WebhookIgnored, WebhookTopic } from '#libs/webhooks-in/inbox.events.js';
import { inboxStreamPrefix } from '#libs/webhooks-in/webhook-id.js';
import { webhookCodec } from '#libs/webhooks-in/webhook.codec.js';
import type { WebhookReceived } from '#libs/webhooks-in/webhook.events.js';
import { inboundWebhook, type InboxStatus } from './webhook-inbox.tables.js';

/** What became of every webhook (INV-I2). */
export const webhookInbox = defineProjection({
  name: 'webhook-inbox',
  version: 2,
  streams: [inboxStreamPrefix, inboxOutcomeStream],
  codecs: [webhookCodec, inboxCodec],
  tables: [inboundWebhook],
  on: {
    WebhookReceived: (webhook) => [insert(inboundWebhook, rowOf(webhook))],
    WebhookReplayRequested: ({ webhookId, requestedAt }) => [
      update(inboundWebhook, { webhook_id: webhookId }, { replay_requested_at: requestedAt }),
    ],
    WebhookProcessed: ({ triggered, ...end }, meta) => ended('processed', { ...end, detail: triggered }, meta),
    WebhookIgnored: (end, meta) => ended('ignored', end, meta),
    WebhookQuarantined: (end, meta) => ended('quarantined', end, meta),
    InboxAdvanced: 'ignored',
  },
});

interface End {
  readonly webhookId: string;
  readonly topic?: WebhookTopic | undefined;
  readonly reason?: QuarantineReason | WebhookIgnored['reason'];
  readonly detail?: string | undefined;
  readonly endedAt: Date;
}

/** A replayed webhook ends again; the last end counts. */
function ended(
  status: InboxStatus,
  { webhookId, topic, reason, detail, endedAt }: End,
  { revision }: EventMeta,
): Change[] {
  const patch = {
    status,
    reason: reason ?? null,
    detail: detail ?? null,
    event: topic?.event ?? null,
    kind: topic?.kind ?? null,
    subject_id: topic?.subjectId ?? null,
    provider_status: topic?.status ?? null,
    ended_at: endedAt,
    ended_revision: revision,
  };
  return [update(inboundWebhook, { webhook_id: webhookId }, patch)];
}

function rowOf({ webhookId, source, widgetId, authenticity, body, receivedAt }: WebhookReceived) {
  return {
    webhook_id: webhookId,
    source,
    widget_id: widgetId ?? null,
    authenticity,
    body_bytes: body.bytes,
    body_sha256: body.sha256,
    status: 'received',
    received_at: receivedAt,
  } as const;
}
