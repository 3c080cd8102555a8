import type { AggregateStore, Executed } from '../event-streams/aggregate-store.js';
import { swapCodec, swapStream } from './swap.codec.js';
import type { SwapCommand, SwapRejection } from './swap.commands.js';
import type { SwapEvent } from './swap.events.js';
import type { Swap } from './swap.state.js';
import { swapDecider } from './swap.js';

export type ExecutedSwap = Executed<Swap, SwapEvent, SwapRejection>;

/** The swap streams: load one, or decide a command on it. */
export class SwapStreams {
  constructor(
    private readonly store: AggregateStore,
    /** Who acts: `worker`, `gate`, `key:<id>`. */
    private readonly actor: string,
  ) {}

  async load(swapId: string): Promise<Swap> {
    const { state } = await this.store.load(swapStream(swapId), swapDecider, swapCodec);
    return state;
  }

  /** @throws RevisionConflict when others kept winning, StoreUnavailable when the outcome stayed unknown */
  execute(swapId: string, command: SwapCommand): Promise<ExecutedSwap> {
    return this.store.execute({
      streamName: swapStream(swapId),
      decider: swapDecider,
      codec: swapCodec,
      command,
      metadata: { correlationId: swapId, causationId: swapId, actor: this.actor },
      operatorOf: operatorOfSwap,
    });
  }
}

export function operatorOfSwap(swap: Swap): string | undefined {
  return swap.status === 'absent' ? undefined : swap.request.operatorId;
}
