import { pause } from '#libs/event-streams/deadline.js';
import type { EventStreams, Subscription } from '#libs/event-streams/event-streams.js';
import { backOff } from '#libs/event-streams/timing.js';
import type { Log } from '#libs/platform/logging.js';
import type { RecordAddresses } from '#libs/wallets/record-addresses.job.js';
import type { WalletDirectory } from '#libs/wallets/observe-balances.job.js';
import { walletStreamPrefix } from '#libs/wallets/wallet.codec.js';

const look_every_ms = 500;
const sweep_every_ms = 60_000;
const back_off_ms_max = 60 * 60_000;

/**
 * Has the addresses of every registered wallet recorded (IN-21). New wallets are heard of at once; those from before are
 * in the tables, where it looks now and then. One whose addresses are known costs no call of its own.
 */
export class WalletRunner {
  private readonly stopping = new AbortController();
  /** Registered, and not known to have all addresses. */
  private readonly waiting = new Set<string>();
  private readonly addressed = new Set<string>();
  private news: Subscription | undefined;
  private running: Promise<void> = Promise.resolve();
  private isNew = false;

  constructor(
    private readonly addresses: RecordAddresses,
    private readonly wallets: WalletDirectory,
    private readonly streams: EventStreams,
    private readonly log: Log,
  ) {}

  start(): void {
    this.news = this.streams.subscribe({
      name: 'wallet-runner',
      after: 'end', // What was registered before is found by the sweep.
      filter: { streamPrefixes: [walletStreamPrefix] },
      onBatch: ({ events }) => {
        for (const { streamName, type } of events)
          if (type.startsWith('WalletRegistered.')) this.hear(streamName.slice(walletStreamPrefix.length));
        return Promise.resolve();
      },
    });
    this.news.done.catch((error: unknown) => this.log.error('wallet-news-ended', { error }));
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.news?.stop();
    await this.running;
  }

  private hear(walletId: string): void {
    this.waiting.add(walletId);
    this.isNew = true;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0, dueAt = 0, sweepAt = 0; !signal.aborted; await pause(look_every_ms, signal)) {
      if (performance.now() >= sweepAt) {
        await this.sweep();
        sweepAt = performance.now() + sweep_every_ms;
      }
      if (this.waiting.size === 0 || (!this.isNew && performance.now() < dueAt)) continue;
      if (this.isNew) failures = 0;
      this.isNew = false;
      failures = (await this.look()) ? 0 : failures + 1;
      dueAt = performance.now() + backOff(failures, look_every_ms, back_off_ms_max);
    }
  }

  private async sweep(): Promise<void> {
    try {
      for (const { walletId } of await this.wallets.all())
        if (!this.addressed.has(walletId) && !this.waiting.has(walletId)) this.hear(walletId);
    } catch (error) {
      this.log.warn('sweep-failed', { kind: 'wallet', error });
    }
  }

  /** @returns whether nothing is missing any more. */
  private async look(): Promise<boolean> {
    const asked = [...this.waiting];
    try {
      const problems = await this.addresses.record(asked);
      const missing = new Set(problems.map(({ walletId }) => walletId));
      for (const walletId of asked.filter((each) => !missing.has(each))) {
        this.waiting.delete(walletId);
        this.addressed.add(walletId);
      }
      for (const problem of problems) this.log.warn('wallet-without-address', { ...problem });
    } catch (error) {
      this.log.warn('wallets-not-addressed', { error });
    }
    return this.waiting.size === 0;
  }
}
