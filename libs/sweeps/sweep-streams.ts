import type { AggregateStore, Executed } from '../event-streams/aggregate-store.js';
import type { RegisteredWallets } from '../wallets/registered-wallet-streams.js';
import { sweepCodec, sweepStream } from './sweep.codec.js';
import type { SweepEvent } from './sweep.events.js';
import type { SweepCommand, SweepRejection } from './sweep.commands.js';
import { sweepDecider } from './sweep.js';
import type { Sweep } from './sweep.state.js';
import { sweptFor } from './swept-for.js';

/** The sweep streams: load one, or decide a command on it. */
export class SweepStreams {
  constructor(
    private readonly store: AggregateStore,
    /** Who acts: `worker`, `gate`, `user:<id>`. */
    private readonly actor: string,
    private readonly wallets: RegisteredWallets,
  ) {}

  async load(providerId: string): Promise<Sweep> {
    const { state } = await this.store.load(sweepStream(providerId), sweepDecider, sweepCodec);
    return state;
  }

  /** @throws RevisionConflict when others kept winning, StoreUnavailable when the outcome stayed unknown */
  execute(providerId: string, command: SweepCommand): Promise<Executed<Sweep, SweepEvent, SweepRejection>> {
    return this.store.execute({
      streamName: sweepStream(providerId),
      decider: sweepDecider,
      codec: sweepCodec,
      command,
      metadata: { correlationId: providerId, causationId: providerId, actor: this.actor },
      operatorOf: async (sweep) =>
        sweep.status === 'absent' ? undefined : sweptFor(sweep.detected.sourceWalletIds, await this.wallets.all()),
    });
  }
}
