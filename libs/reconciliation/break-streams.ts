import type { AggregateStore, Executed } from '../event-streams/aggregate-store.js';
import { breakCodec, breakStream } from './break.codec.js';
import type { BreakEvent } from './break.events.js';
import { breakDecider, type Break, type BreakCommand, type BreakRejection } from './break.js';

/** The door to the streams of breaks. */
export class BreakStreams {
  constructor(private readonly store: AggregateStore) {}

  async load(breakId: string): Promise<Break> {
    return (await this.store.load(breakStream(breakId), breakDecider, breakCodec)).state;
  }

  /** @throws StoreUnavailable: done or not; the same command again finds out (F1.3). */
  async execute(
    breakId: string,
    command: BreakCommand,
    actor: string,
  ): Promise<Executed<Break, BreakEvent, BreakRejection>> {
    return this.store.execute({
      streamName: breakStream(breakId),
      decider: breakDecider,
      codec: breakCodec,
      command,
      metadata: { correlationId: breakId, causationId: breakId, actor },
    });
  }
}
