import { pause } from '#libs/event-streams/deadline.js';
import type { EventStreams, Subscription } from '#libs/event-streams/event-streams.js';
import { backOff } from '#libs/event-streams/timing.js';
import type { Log } from '#libs/platform/logging.js';
import type { ProcessInbox } from '#libs/webhooks-in/process-inbox.reactor.js';
import { inboxStreamPrefix } from '#libs/webhooks-in/webhook-id.js';

const batch_max = 500;
const retry_every_ms = 1_000;
const restart_ms_max = 30_000;

/** Keeps the inbox going: brings it the webhooks as they come, and lets it retry those that wait. */
export class InboxRunner {
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly streams: EventStreams,
    private readonly inbox: ProcessInbox,
    private readonly log: Log,
  ) {}

  start(): void {
    this.running = Promise.all([this.follow(), this.retry()]);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Whatever ends the subscription, the log says where to go on. */
  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; ) {
      const begun = performance.now();
      try {
        await this.followOnce(signal);
      } catch (error) {
        failures = performance.now() - begun > restart_ms_max ? 1 : failures + 1;
        this.log.error('webhook-inbox-stopped', { error });
        await pause(backOff(failures, 500, restart_ms_max), signal);
      }
    }
  }

  private async followOnce(signal: AbortSignal): Promise<void> {
    const after = (await this.inbox.position()) ?? 'start';
    const subscription = this.streams.subscribe({
      name: 'webhook-inbox',
      after,
      filter: { streamPrefixes: [inboxStreamPrefix] },
      batchSizeMax: batch_max,
      onBatch: async ({ events }) => this.inbox.take(events, signal),
    });
    await untilStopped(subscription, signal);
  }

  private async retry(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await pause(retry_every_ms, signal);
      await this.inbox.retry().catch((error: unknown) => this.log.warn('webhook-retry-failed', { error }));
    }
  }
}

async function untilStopped(subscription: Subscription, signal: AbortSignal): Promise<void> {
  const stop = (): void => void subscription.stop();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    await subscription.done;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
