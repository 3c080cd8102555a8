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
    return this.store.execute({
      streamName: gateStream(providerId),
      decider: gateDecider,
      codec: gateCodec,
      command,
      metadata: { correlationId: providerId, causationId: providerId, actor: this.actor },
    });
  }
}
