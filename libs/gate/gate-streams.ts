import type { AggregateStore, Executed } from '../event-streams/aggregate-store.js';
import { operatorOfPayout, PayoutStreams } from '../payouts/payout-streams.js';
import { operatorOfSwap, SwapStreams } from '../swaps/swap-streams.js';
import { gateCodec, gateStream } from './gate.codec.js';
import type { GateEvent } from './gate.events.js';
import { gateDecider, type GateCase, type GateCommand, type GateRejection } from './gate.js';

/** The gate streams: what was asked and answered about one provider transaction. */
export class GateStreams {
  private readonly payouts: PayoutStreams;
  private readonly swaps: SwapStreams;

  constructor(
    private readonly store: AggregateStore,
    /** Who acts: `gate`, `worker`. */
    private readonly actor: string,
  ) {
    this.payouts = new PayoutStreams(store, actor);
    this.swaps = new SwapStreams(store, actor);
  }

  async load(providerId: string): Promise<GateCase> {
    const { state } = await this.store.load(gateStream(providerId), gateDecider, gateCodec);
    return state;
  }

  /** `operatorId`: whose transaction it is, for callers that know; else its payout's or swap's stream is asked (IN-02). */
  execute(command: GateCommand, operatorId?: string): Promise<Executed<GateCase, GateEvent, GateRejection>> {
    const { providerId } = command.data;
    const correlationId = causeOf(command.data) ?? providerId;
    return this.store.execute({
      streamName: gateStream(providerId),
      decider: gateDecider,
      codec: gateCodec,
      command,
      metadata: { correlationId, causationId: providerId, actor: this.actor },
      operatorOf: (_, before) =>
        operatorId ?? this.operatorOf(causeOf(command.data) === undefined ? before : command.data),
    });
  }

  /** Nobody's, as long as it is matched to nothing. */
  private async operatorOf(about: GateCase | GateCommand['data']): Promise<string | undefined> {
    if ('swapId' in about) return operatorOfSwap(await this.swaps.load(about.swapId));
    if (!('payoutId' in about) || about.payoutId === undefined) return undefined;
    return operatorOfPayout(await this.payouts.load(about.payoutId));
  }
}

/** What the transaction is for, as far as the gate knows: its facts are correlated with that (PO-03). */
function causeOf(data: GateCommand['data']): string | undefined {
  if ('swapId' in data) return data.swapId;
  return 'payoutId' in data ? data.payoutId : undefined;
}
