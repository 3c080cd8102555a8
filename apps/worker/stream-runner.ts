import type { EventStreams, Subscription } from '#libs/event-streams/event-streams.js';
import type { Log } from '#libs/platform/logging.js';
import { LookPace } from './look-pace.js';
import { WorkQueue } from './work-queue.js';

export class RunnerSettings {
  constructor(
    readonly pollMs: number,
    readonly log: Log,
  ) {}
}

const concurrency_max = 16;

/** What one noun's streams are, and what looking at one of them means. */
export interface Noun {
  readonly name: string;
  readonly streamPrefix: string;
  /** Of those that may need another step, page after page. */
  readonly openIds: () => AsyncIterable<readonly string[]>;
  readonly advance: (id: string) => Promise<void>;
}

/**
 * Decides when a stream is looked at: at once when it has news, and again and again while it is open. Both are hints
 * only. What is done follows from the stream, so a missed hint costs time, never money.
 */
export class StreamRunner {
  private readonly queue: WorkQueue;
  private readonly pace: LookPace;
  private news: Subscription | undefined;
  private sweeping: NodeJS.Timeout | undefined;

  constructor(
    private readonly noun: Noun,
    private readonly streams: EventStreams,
    private readonly settings: RunnerSettings,
  ) {
    this.queue = new WorkQueue(concurrency_max, (id) => this.advance(id));
    this.pace = new LookPace(settings.pollMs);
  }

  start(): void {
    const { name, streamPrefix } = this.noun;
    this.news = this.streams.subscribe({
      name: `${name}-runner`,
      after: 'end', // What happened before is found by the sweep.
      filter: { streamPrefixes: [streamPrefix] },
      onBatch: ({ events }) => {
        for (const { streamName } of events) this.hasNews(streamName.slice(streamPrefix.length));
        return Promise.resolve();
      },
    });
    this.news.done.catch((error: unknown) => this.settings.log.error(`${name}-news-ended`, { error }));
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
      for await (const page of this.noun.openIds()) for (const id of page) open.add(id);
      for (const id of this.pace.due(open, performance.now())) this.queue.add(id);
    } catch (error) {
      this.settings.log.warn('sweep-failed', { error });
    }
  }

  hasNews(id: string): void {
    this.pace.reset(id);
    this.queue.add(id);
  }

  private async advance(id: string): Promise<void> {
    const { name, advance } = this.noun;
    try {
      await advance(id);
    } catch (error) {
      this.settings.log.error(`${name}-not-advanced`, { [`${name}Id`]: id, error });
    }
  }
}
