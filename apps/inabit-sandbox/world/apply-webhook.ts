import type { Recorded, WebhookRecord } from './records.js';
import type { World } from './world.js';

export function applyWebhookRecord(world: World, record: Recorded<WebhookRecord>): void {
  switch (record.type) {
    case 'SubscriptionCreated':
      world.counters.subscriptions += 1;
      world.subscription = { id: record.subscriptionId, url: record.url, token: record.token };
      return;
    case 'SubscriptionDeleted':
      world.subscription = undefined;
      return;
    case 'DeliveryQueued':
      return queue(world, record);
    case 'DeliveryAttempted':
      return attempt(world, record);
  }
}

function queue(world: World, { deliveryId, body, at }: Recorded<Extract<WebhookRecord, { type: 'DeliveryQueued' }>>) {
  world.counters.deliveries += 1;
  if (!world.subscription) return;
  const { url, token } = world.subscription;
  world.deliveries.set(deliveryId, { id: deliveryId, url, token, body, queuedAt: at, attempts: 0, delivered: false });
}

function attempt(world: World, record: Recorded<Extract<WebhookRecord, { type: 'DeliveryAttempted' }>>): void {
  const delivery = world.deliveries.get(record.deliveryId);
  if (!delivery) return;
  delivery.attempts += 1;
  delivery.attemptedAt = record.at;
  delivery.delivered = record.delivered;
}
