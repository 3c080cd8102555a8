import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField } from '../money/money.codec.js';
import type { WidgetEvent } from './widget.events.js';

export function widgetStream(widgetId: string): string {
  return `widget-${widgetId}`;
}

const text = z.string();

export const widgetCodec = defineCodec<WidgetEvent>({
  WidgetConfigured: {
    version: 1,
    schema: z.object({
      widgetId: text,
      version: z.int().positive(),
      operatorId: text,
      depositWalletId: text,
      coins: z.array(text),
      sweepEveryMinutes: z.int(),
      expiresAfterMinutes: z.int(),
      acceptPartialPayment: z.boolean(),
      overcharge: z.object({ excess: z.enum(['ignore', 'credit', 'refund']), toleranceBps: z.int().nonnegative() }),
      webhookUrl: text.optional(),
      by: text,
      configuredAt: instantField,
    }),
  },
});
