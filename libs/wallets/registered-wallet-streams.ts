import { comparePositions, type EventStreams, type LogPoint } from '../event-streams/event-streams.js';
import { readLog } from '../event-streams/log-reader.js';
import { walletCodec, walletStreamPrefix } from './wallet.codec.js';
import { walletDecider, type RegisteredWallet, type Wallet } from './wallet.js';

const idle_ms_max = 5_000;

/** All registered wallets, out of the log alone: what decides about money asks no read model. */
export class RegisteredWallets {
  private after: LogPoint = 'start';
  private readonly wallets = new Map<string, Wallet>();
  private reading: Promise<void> = Promise.resolve();

  constructor(private readonly streams: EventStreams) {}

  /** As the log has them now; what was read before is not read again. @throws StoreUnavailable */
  async all(): Promise<readonly RegisteredWallet[]> {
    this.reading = this.reading.catch(() => {}).then(() => this.catchUp());
    await this.reading;
    return [...this.wallets.values()].filter((wallet) => wallet.status === 'registered');
  }

  private async catchUp(): Promise<void> {
    const head = await this.streams.head();
    const filter = { streamPrefixes: [walletStreamPrefix] };
    for await (const stored of readLog(this.streams, { after: this.after, filter, idleMs: idle_ms_max })) {
      const { streamName, position } = stored;
      const before = this.wallets.get(streamName) ?? walletDecider.initial;
      this.wallets.set(streamName, walletDecider.evolve(before, walletCodec.decode(stored)));
      this.after = position;
    }
    // Whatever else the log held up to there was none of ours.
    if (head && (typeof this.after === 'string' || comparePositions(head, this.after) > 0)) this.after = head;
  }
}
