import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField } from '../money/money.codec.js';
import type { InboxEvent } from './inbox.events.js';

export const inboxOutcomeStream = 'inbox-outcomes';

const text = z.string();
const base = { webhookId: text, endedAt: instantField };
const topic = z.object({
  event: text,
  kind: z.enum(['deposit', 'purchase', 'transaction']),
  subjectId: text,
  status: text.nullable(),
});
const place: z.ZodType<bigint, string> = z.codec(z.string().regex(/^\d{1,20}$/), z.bigint(), {
  decode: (digits) => BigInt(digits),
  encode: (number) => number.toString(),
});

export const inboxCodec = defineCodec<InboxEvent>({
  WebhookProcessed: { version: 1, schema: z.object({ ...base, topic, triggered: text }) },
  WebhookIgnored: {
    version: 1,
    schema: z.object({ ...base, topic, reason: z.enum(['duplicate', 'not-ours']), detail: text.optional() }),
  },
  WebhookQuarantined: {
    version: 1,
    schema: z.object({
      ...base,
      topic: topic.optional(),
      reason: z.enum([
        'unreadable',
        'too-large',
        'unknown-event',
        'no-id',
        'unknown-status',
        'unknown-widget',
        'keeps-failing',
      ]),
      detail: text.optional(),
    }),
  },
  InboxAdvanced: {
    version: 1,
    schema: z.object({
      position: z.object({ commit: place, prepare: place }),
      waiting: z.array(z.object({ webhookId: text, replayed: z.boolean() })),
      advancedAt: instantField,
    }),
  },
});
