import { RevisionConflict } from '../event-streams/event-streams.errors.js';
import type { EventStreams } from '../event-streams/event-streams.js';
import type { Ids } from '../platform/ids.js';
import { providerBalanceCodec, providerBalanceStream } from './provider-balance.codec.js';
import type { ProviderBalanceObserved } from './provider-balance.events.js';
import { isNews } from './provider-balance.js';

/** The streams of what the provider says: their last event is all that is needed to go on. */
export class ProviderBalanceStreams {
  constructor(
    private readonly streams: EventStreams,
    private readonly ids: Ids,
  ) {}

  /** Whether it was news, and is recorded. What another worker recorded first is compared with at the next look. */
  async record(seen: ProviderBalanceObserved, onBehalfOf: string): Promise<boolean> {
    const { walletId, balance } = seen;
    const streamName = providerBalanceStream(walletId, balance.asset);
    const last = await this.streams.find(streamName, 'last');
    if (!isNews(seen, last && providerBalanceCodec.decode(last).data)) return false;
    const encoded = providerBalanceCodec.encode({ type: 'ProviderBalanceObserved', data: seen });
    const metadata = { correlationId: walletId, causationId: walletId, actor: 'worker', onBehalfOf };
    try {
      await this.streams.append(streamName, last?.revision ?? 'no-stream', [
        { id: this.ids.uuid(), ...encoded, metadata },
      ]);
    } catch (error) {
      if (error instanceof RevisionConflict) return false;
      throw error;
    }
    return true;
  }
}
