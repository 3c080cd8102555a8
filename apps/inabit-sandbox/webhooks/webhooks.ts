import { isSuccess, post } from '#apps/inabit-sandbox/world/http-post.js';
import type { Recorded } from '#apps/inabit-sandbox/world/records.js';
import { Timers } from '#apps/inabit-sandbox/world/timers.js';
import type { Delivery } from '#apps/inabit-sandbox/world/world.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import { webhookBody, type WebhookEvent } from './webhook-body.js';

/**
 * Tells the subscriber about withdrawals, and delivers what the Terminal queues: once, and after a failure, a timeout or a non-2xx again at the retry
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
    if (record.type === 'StatusChanged' || record.type === 'WithdrawalBroadcast' || record.type === 'FeeChanged')
      this.queue('OutgoingTransactionStatusUpdated', record.withdrawalId);
    if (record.type === 'DeliveryQueued' || record.type === 'DeliveryAttempted') this.arm(record.deliveryId);
    if (record.type === 'DeliveryAttempted') this.armOvertaken();
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
    if (!delivery || delivery.delivered || delivery.attempts > settings.webhookRetries || this.waits(delivery)) return;
    const { attemptedAt, queuedAt, delayMs } = delivery;
    const at = attemptedAt === undefined ? queuedAt + delayMs : attemptedAt + settings.webhookRetryMs;
    this.timers.set(id, at - this.store.now(), () => void this.deliver(delivery));
  }

  /** One that is to be overtaken waits for the first one that was queued after it. */
  private waits({ overtaken, id, url }: Delivery): boolean {
    if (!overtaken) return false;
    const all = [...this.store.world.deliveries.values()].filter((each) => each.url === url);
    return !all.slice(all.findIndex((each) => each.id === id) + 1).some(({ attempts }) => attempts > 0);
  }

  private armOvertaken(): void {
    for (const { id, overtaken, attempts } of this.store.world.deliveries.values())
      if (overtaken && attempts === 0) this.arm(id);
  }

  private async deliver(delivery: Delivery): Promise<void> {
    const { url, headers, body, id: deliveryId } = delivery;
    const { webhookTimeoutMs } = this.store.world.settings;
    const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(webhookTimeoutMs)]);
    const answer = await post(url, body, { headers, signal });
    if (this.stopping.signal.aborted || this.store.world.deliveries.get(deliveryId) !== delivery) return;
    this.store.record({ type: 'DeliveryAttempted', deliveryId, delivered: isSuccess(answer) });
  }
}
