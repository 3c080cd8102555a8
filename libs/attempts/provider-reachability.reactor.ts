import type { CreateOutcome } from '../inabit/create-outcome.js';
import type { InabitReader } from '../inabit/inabit-reader.js';
import type { Clock } from '../platform/clock.js';

const probeEveryMs = 5_000;

/**
 * Keeps an outage of the provider from using up the attempts of every payout that comes along: after a call without an
 * answer nothing is asked until a harmless question is answered (F3.4, F6.4). Saves attempts; safety does not rest on it.
 */
export class ProviderReachability {
  private suspect = false;
  private probedAt = Number.NEGATIVE_INFINITY;
  private probing: Promise<void> | undefined;

  constructor(
    private readonly reader: InabitReader,
    private readonly clock: Clock,
  ) {}

  /** What the last call that moves money came to. */
  saw({ outcome }: Pick<CreateOutcome, 'outcome'>): void {
    this.suspect = outcome === 'not-sent' || outcome === 'unknown';
  }

  async isReachable(): Promise<boolean> {
    if (this.suspect) await (this.probing ??= this.probe().finally(() => (this.probing = undefined)));
    return !this.suspect;
  }

  private async probe(): Promise<void> {
    const now = this.clock.now().getTime();
    if (now - this.probedAt < probeEveryMs) return;
    this.probedAt = now;
    const { outcome } = await this.reader.pullWallets();
    this.suspect = outcome !== 'found';
  }
}
