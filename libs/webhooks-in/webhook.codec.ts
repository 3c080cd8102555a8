import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField } from '../money/money.codec.js';
import type { WebhookEvent } from './webhook.events.js';

const text = z.string();

const body = z.object({
  text,
  encoding: z.enum(['utf8', 'base64']),
  bytes: z.int().nonnegative(),
  sha256: text,
  truncated: z.boolean(),
});

export const webhookCodec = defineCodec<WebhookEvent>({
  WebhookReceived: {
    version: 1,
    schema: z.object({
      webhookId: text,
      source: z.enum(['terminal', 'platform']),
      widgetId: text.optional(),
      body,
      headers: z.record(text, text),
      authenticity: z.enum(['path-only', 'token', 'signature', 'signature-missing', 'signature-invalid']),
      receivedAt: instantField,
    }),
  },
  WebhookReplayRequested: {
    version: 1,
    schema: z.object({ webhookId: text, requestedBy: text, reason: text, requestedAt: instantField }),
  },
});
