import type { AggregateStore, Executed } from '../event-streams/aggregate-store.js';
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

  execute(command: GateCommand): Promise<Executed<GateCase, GateEvent, GateRejection>> {
    const { providerId } = command.data;
    const correlationId = causeOf(command) ?? providerId;
    return this.store.execute({
      streamName: gateStream(providerId),
      decider: gateDecider,
      codec: gateCodec,
      command,
      metadata: { correlationId, causationId: providerId, actor: this.actor },
    });
  }
}

/** What the transaction is for, as far as the gate knows: its facts are correlated with that (PO-03). */
function causeOf({ data }: GateCommand): string | undefined {
  if ('swapId' in data) return data.swapId;
  return 'payoutId' in data ? data.payoutId : undefined;
}
