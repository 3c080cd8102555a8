import type { EventStreams, StoredEvent } from '../event-streams/event-streams.js';
import type { WaitingWebhook } from './inbox.events.js';
import type { InboxItem } from './plan-batch.js';
import { placeOfWebhook } from './webhook-id.js';
import { webhookCodec } from './webhook.codec.js';
import type { WebhookReceived } from './webhook.events.js';

/** Webhooks as they stand in the log. */
export class InboxReader {
  constructor(private readonly streams: EventStreams) {}

  /** Undefined when there is no such webhook. */
  async find(webhookId: string): Promise<WebhookReceived | undefined> {
    const place = placeOfWebhook(webhookId);
    const stored = place && (await this.streams.find(place.streamName, place.revision));
    const fact = stored && webhookCodec.decode(stored);
    return fact?.type === 'WebhookReceived' ? fact.data : undefined;
  }

  /** What has to be looked at because of these events: each webhook once, in their order. */
  async itemsOf(events: readonly StoredEvent[]): Promise<readonly InboxItem[]> {
    const items = new Map<string, InboxItem>();
    for (const event of events) {
      const { type, data } = webhookCodec.decode(event);
      const webhook = type === 'WebhookReceived' ? data : await this.find(data.webhookId);
      if (webhook) items.set(webhook.webhookId, { webhook, replayed: type === 'WebhookReplayRequested' });
    }
    return [...items.values()];
  }

  async waitingItems(waiting: readonly WaitingWebhook[]): Promise<readonly InboxItem[]> {
    const found = await Promise.all(
      waiting.map(async ({ webhookId, replayed }) => ({ webhook: await this.find(webhookId), replayed })),
    );
    return found.flatMap(({ webhook, replayed }) => (webhook ? [{ webhook, replayed }] : []));
  }
}
