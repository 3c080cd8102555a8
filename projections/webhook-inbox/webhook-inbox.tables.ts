import { bigInteger, instant, integer, nullable, text, textOf } from '#libs/read-store/column.types.js';
import { defineTable } from '#libs/read-store/table.definition.js';
import type { QuarantineReason, WebhookIgnored, WebhookTopic } from '#libs/webhooks-in/inbox.events.js';
import type { Authenticity, WebhookSource } from '#libs/webhooks-in/webhook.events.js';

/** `received`: nobody has looked yet, or the provider did not answer. */
export type InboxStatus = 'received' | 'processed' | 'ignored' | 'quarantined';

/** Webhooks of the provider, one row each; their bodies stay in the log. */
export const inboundWebhook = defineTable({
  name: 'inbound_webhook',
  columns: {
    webhook_id: text,
    source: textOf<WebhookSource>(),
    widget_id: nullable(text),
    authenticity: textOf<Authenticity>(),
    body_bytes: integer,
    body_sha256: text,
    status: textOf<InboxStatus>(),
    reason: nullable(textOf<QuarantineReason | WebhookIgnored['reason']>()),
    detail: nullable(text),
    event: nullable(text),
    kind: nullable(textOf<WebhookTopic['kind']>()),
    subject_id: nullable(text),
    provider_status: nullable(text),
    received_at: instant,
    ended_at: nullable(instant),
    /** Where its end stands in the stream of outcomes. */
    ended_revision: nullable(bigInteger),
    replay_requested_at: nullable(instant),
  },
  key: ['webhook_id'],
  indexes: [
    { on: ['received_at', 'webhook_id'] },
    { on: ['status', 'received_at', 'webhook_id'] },
    { on: ['subject_id'] },
  ],
});
