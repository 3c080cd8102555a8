import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EventStreams, type Subscription } from '#libs/event-streams/event-streams.js';
import { AdvancePayoutCommand } from '#libs/payouts/advance-payout.handler.js';
import { payoutStreamPrefix } from '#libs/payouts/payout.codec.js';
import type { Log } from '#libs/platform/logging.js';
import { Database } from '#libs/read-store/database.js';
import { openPayoutIds } from '#projections/payouts/payouts.queries.js';
import { LookPace } from './look-pace.js';
import { WorkQueue } from './work-queue.js';

export class RunnerSettings {
  constructor(
    readonly pollMs: number,
    readonly log: Log,
  ) {}
}

const concurrency_max = 16;

/**
 * Decides when a payout is looked at: at once when its stream has news, and again and again while it is open. Both are
 * hints only. What is done follows from the stream, so a missed hint costs time, never money.
 */
@Injectable()
export class PayoutRunner {
  private readonly queue: WorkQueue;
  private readonly pace: LookPace;
  private news: Subscription | undefined;
  private sweeping: NodeJS.Timeout | undefined;

  constructor(
    private readonly commands: CommandBus,
    private readonly streams: EventStreams,
    private readonly database: Database,
    private readonly settings: RunnerSettings,
  ) {
    this.queue = new WorkQueue(concurrency_max, (payoutId) => this.advance(payoutId));
    this.pace = new LookPace(settings.pollMs);
  }

  start(): void {
    this.news = this.streams.subscribe({
      name: 'payout-runner',
      after: 'end', // What happened before is found by the sweep.
      filter: { streamPrefixes: [payoutStreamPrefix] },
      onBatch: ({ events }) => {
        for (const { streamName } of events) this.hasNews(streamName.slice(payoutStreamPrefix.length));
        return Promise.resolve();
      },
    });
    this.news.done.catch((error: unknown) => this.settings.log.error('payout-news-ended', { error }));
    this.scheduleSweep(0);
  }

  async stop(): Promise<void> {
    clearTimeout(this.sweeping);
    await this.news?.stop();
    await this.queue.stop();
  }

  private scheduleSweep(inMs: number): void {
    this.sweeping = setTimeout(() => {
      void this.sweep().finally(() => {
        if (!this.queue.stopped) this.scheduleSweep(this.settings.pollMs);
      });
    }, inMs);
  }

  private async sweep(): Promise<void> {
    try {
      const open = new Set<string>();
      for await (const page of openPayoutIds(this.database)) for (const payoutId of page) open.add(payoutId);
      for (const payoutId of this.pace.due(open, performance.now())) this.queue.add(payoutId);
    } catch (error) {
      this.settings.log.warn('sweep-failed', { error });
    }
  }

  private hasNews(payoutId: string): void {
    this.pace.reset(payoutId);
    this.queue.add(payoutId);
  }

  private async advance(payoutId: string): Promise<void> {
    try {
      await this.commands.execute(new AdvancePayoutCommand(payoutId));
    } catch (error) {
      this.settings.log.error('payout-not-advanced', { payoutId, error });
    }
  }
}
