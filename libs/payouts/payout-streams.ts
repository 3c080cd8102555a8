import type { AggregateStore, Executed } from '../event-streams/aggregate-store.js';
import type { EventMetadata } from '../event-streams/event-streams.js';
import { payoutCodec, payoutStream } from './payout.codec.js';
import type { PayoutCommand, PayoutRejection } from './payout.commands.js';
import type { PayoutEvent } from './payout.events.js';
import type { Payout } from './payout.state.js';
import { payoutDecider } from './payout.js';

export type ExecutedPayout = Executed<Payout, PayoutEvent, PayoutRejection>;

/** The payout streams: load one, or decide a command on it. */
export class PayoutStreams {
  constructor(
    private readonly store: AggregateStore,
    /** Who acts: `worker`, `gate`, `key:<id>`. */
    private readonly actor: string,
  ) {}

  async load(payoutId: string): Promise<Payout> {
    const { state } = await this.store.load(payoutStream(payoutId), payoutDecider, payoutCodec);
    return state;
  }

  /** @throws RevisionConflict when others kept winning, StoreUnavailable when the outcome stayed unknown */
  execute(payoutId: string, command: PayoutCommand, metadata?: Partial<EventMetadata>): Promise<ExecutedPayout> {
    return this.store.execute({
      streamName: payoutStream(payoutId),
      decider: payoutDecider,
      codec: payoutCodec,
      command,
      metadata: { correlationId: payoutId, causationId: payoutId, actor: this.actor, ...metadata },
      operatorOf: operatorOfPayout,
    });
  }
}

export function operatorOfPayout(payout: Payout): string | undefined {
  return payout.status === 'absent' ? undefined : payout.request.operatorId;
}
