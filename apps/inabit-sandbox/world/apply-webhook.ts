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

function queue(world: World, record: Recorded<Extract<WebhookRecord, { type: 'DeliveryQueued' }>>): void {
  world.counters.deliveries += 1;
  const to = record.to ?? subscriber(world);
  if (!to) return;
  const { deliveryId: id, body, at: queuedAt, delayMs = 0, overtaken = false } = record;
  world.deliveries.set(id, { id, ...to, body, queuedAt, delayMs, overtaken, attempts: 0, delivered: false });
}

function subscriber({ subscription }: World) {
  return subscription && { url: subscription.url, headers: { authorization: subscription.token } };
}

function attempt(world: World, record: Recorded<Extract<WebhookRecord, { type: 'DeliveryAttempted' }>>): void {
  const delivery = world.deliveries.get(record.deliveryId);
  if (!delivery) return;
  delivery.attempts += 1;
  delivery.attemptedAt = record.at;
  delivery.delivered = record.delivered;
}
