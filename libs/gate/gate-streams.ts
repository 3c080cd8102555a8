import type { AggregateStore, Executed } from '../event-streams/aggregate-store.js';
import { onBehalfOf } from '../event-streams/event-streams.js';
import { operatorOfPayout } from '../payouts/payout-streams.js';
import { payoutCodec, payoutStream } from '../payouts/payout.codec.js';
import { payoutDecider } from '../payouts/payout.js';
import { operatorOfSwap } from '../swaps/swap-streams.js';
import { swapCodec, swapStream } from '../swaps/swap.codec.js';
import { swapDecider } from '../swaps/swap.js';
import { gateCodec, gateStream } from './gate.codec.js';
import type { GateEvent } from './gate.events.js';
import { gateDecider, type GateCase, type GateCommand, type GateRejection } from './gate.js';

/** The gate streams: what was asked and answered about one provider transaction. */
export class GateStreams {
  constructor(
    private readonly store: AggregateStore,
    /** Who acts: `gate`, `worker`. */
    private readonly actor: string,
  ) {}

  async load(providerId: string): Promise<GateCase> {
    const { state } = await this.store.load(gateStream(providerId), gateDecider, gateCodec);
    return state;
  }

  /** `sweptFor`: the operator whose money a sweep moves; whose payout or swap it is, their streams say (IN-02). */
  async execute(command: GateCommand, sweptFor?: string): Promise<Executed<GateCase, GateEvent, GateRejection>> {
    const { providerId } = command.data;
    const correlationId = causeOf(command.data) ?? providerId;
    const operatorId = sweptFor ?? (await this.operatorOf(command));
    return this.store.execute({
      streamName: gateStream(providerId),
      decider: gateDecider,
      codec: gateCodec,
      command,
      metadata: { correlationId, causationId: providerId, actor: this.actor, ...onBehalfOf(operatorId) },
    });
  }

  /** Nobody's, as long as it is matched to nothing. */
  private async operatorOf({ data }: GateCommand): Promise<string | undefined> {
    const about = causeOf(data) === undefined ? await this.load(data.providerId) : data;
    if ('swapId' in about) {
      const { state } = await this.store.load(swapStream(about.swapId), swapDecider, swapCodec);
      return operatorOfSwap(state);
    }
    if (!('payoutId' in about) || about.payoutId === undefined) return undefined;
    const { state } = await this.store.load(payoutStream(about.payoutId), payoutDecider, payoutCodec);
    return operatorOfPayout(state);
  }
}

/** What the transaction is for, as far as the gate knows: its facts are correlated with that (PO-03). */
function causeOf(data: GateCommand['data']): string | undefined {
  if ('swapId' in data) return data.swapId;
  return 'payoutId' in data ? data.payoutId : undefined;
}
