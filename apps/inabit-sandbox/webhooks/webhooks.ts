import { isSuccess, post } from '#apps/inabit-sandbox/world/http-post.js';
import type { Recorded } from '#apps/inabit-sandbox/world/records.js';
import { Timers } from '#apps/inabit-sandbox/world/timers.js';
import type { Delivery } from '#apps/inabit-sandbox/world/world.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import { webhookBody, type WebhookEvent } from './webhook-body.js';

/**
 * Tells the subscriber about withdrawals: once, and after a failure, a timeout or a non-2xx again at the retry
 * interval, a limited number of times. Deliveries do not wait for each other, so they may overtake each other.
 */
export class Webhooks {
  private readonly timers = new Timers();
  private readonly stopping = new AbortController();

  constructor(private readonly store: WorldStore) {}

  start(): void {
    this.store.listen((record) => this.follow(record));
    for (const id of this.store.world.deliveries.keys()) this.arm(id);
  }

  stop(): void {
    this.timers.stop();
    this.stopping.abort();
  }

  private follow(record: Recorded): void {
    if (record.type === 'WithdrawalCreated') this.queue('OutgoingTransactionSent', record.withdrawalId);
    if (record.type === 'StatusChanged' || record.type === 'WithdrawalBroadcast')
      this.queue('OutgoingTransactionStatusUpdated', record.withdrawalId);
    if (record.type === 'DeliveryQueued' || record.type === 'DeliveryAttempted') this.arm(record.deliveryId);
    if (record.type === 'WorldReset') this.timers.clear();
  }

  private queue(event: WebhookEvent, withdrawalId: string): void {
    const { world } = this.store;
    const withdrawal = world.withdrawals.get(withdrawalId);
    if (!world.subscription || !withdrawal) return;
    const deliveryId = world.random.cuid('delivery', world.counters.deliveries);
    this.store.record({ type: 'DeliveryQueued', deliveryId, body: webhookBody(world, event, withdrawal) });
  }

  private arm(id: string): void {
    const { deliveries, settings } = this.store.world;
    const delivery = deliveries.get(id);
    if (!delivery || delivery.delivered || delivery.attempts > settings.webhookRetries) return;
    const at = delivery.attemptedAt === undefined ? delivery.queuedAt : delivery.attemptedAt + settings.webhookRetryMs;
    this.timers.set(id, at - this.store.now(), () => void this.deliver(delivery));
  }

  private async deliver(delivery: Delivery): Promise<void> {
    const { url, token, body, id: deliveryId } = delivery;
    const { webhookTimeoutMs } = this.store.world.settings;
    const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(webhookTimeoutMs)]);
    const answer = await post(url, body, { headers: { authorization: token }, signal });
    if (this.stopping.signal.aborted || this.store.world.deliveries.get(deliveryId) !== delivery) return;
    this.store.record({ type: 'DeliveryAttempted', deliveryId, delivered: isSuccess(answer) });
  }
}
