import { z } from 'zod';
import type { WebhookReceived } from '#libs/webhooks-in/webhook.events.js';
import { snakeCase } from '../fields/snake-case.js';
import { orNull, textColumn as text } from '../reading/row.columns.js';
import { webhookStatuses, type WebhookAsReceivedDto, type WebhookDto } from './webhook.dto.js';

const webhookRow = z.object({
  webhook_id: text,
  source: text,
  widget_id: orNull(text),
  authenticity: text,
  status: z.enum(webhookStatuses),
  reason: orNull(text),
  detail: orNull(text),
  event: orNull(text),
  kind: orNull(text),
  subject_id: orNull(text),
  provider_status: orNull(text),
  body_bytes: z.int(),
  body_sha256: text,
  received_at: z.date(),
  ended_at: orNull(z.date()),
  replay_requested_at: orNull(z.date()),
});

/** @throws ZodError when the row lacks what every webhook has: a defect. */
export function webhookResource(columns: object): WebhookDto {
  return fieldsOf(columns);
}

/** With what the log alone keeps of it. */
export function webhookAsReceived(columns: object, { headers, body }: WebhookReceived): WebhookAsReceivedDto {
  const { encoding, text: bodyText, truncated } = body;
  return { ...fieldsOf(columns), headers, body: { encoding, text: bodyText, truncated } };
}

function fieldsOf(columns: object) {
  const row = webhookRow.parse(columns);
  return {
    id: row.webhook_id,
    object: 'webhook' as const,
    source: row.source,
    widget_id: row.widget_id,
    authenticity: snakeCase(row.authenticity),
    status: row.status,
    reason: row.reason && snakeCase(row.reason),
    detail: row.detail,
    event: row.event,
    kind: row.kind,
    subject_id: row.subject_id,
    provider_status: row.provider_status,
    body_bytes: row.body_bytes,
    body_sha256: row.body_sha256,
    received_at: row.received_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    replay_requested_at: row.replay_requested_at?.toISOString() ?? null,
  };
}
