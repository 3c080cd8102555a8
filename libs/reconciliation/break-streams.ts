import { accept, type Decider } from '../decider/decider.js';
import type { AggregateStore, Executed } from '../event-streams/aggregate-store.js';
import { breakCodec, breakStream } from './break.codec.js';
import type { BreakEvent } from './break.events.js';
import { breakDecider, type Break, type BreakCommand, type BreakRejection } from './break.js';
import { reconciledCodec, reconciliationStream } from './reconciled.codec.js';
import type { ReconciledEvent, ReconciledMovement } from './reconciled.events.js';

const actor = 'reconciliation';
/** In one event: far below the largest that the store takes. */
const movements_max = 1_000;

/** What was compared is only written down. */
const reconciledDecider: Decider<ReconciledEvent, undefined, ReconciledEvent, never> = {
  initial: undefined,
  decide: (event) => accept(event),
  evolve: () => undefined,
};

/** The door to the streams of breaks, and to those of what was found equal. */
export class BreakStreams {
  constructor(private readonly store: AggregateStore) {}

  async load(breakId: string): Promise<Break> {
    return (await this.store.load(breakStream(breakId), breakDecider, breakCodec)).state;
  }

  /** @throws StoreUnavailable: done or not; the same command again finds out (F1.3). */
  async execute(
    breakId: string,
    command: BreakCommand,
    by: string,
  ): Promise<Executed<Break, BreakEvent, BreakRejection>> {
    return this.store.execute({
      streamName: breakStream(breakId),
      decider: breakDecider,
      codec: breakCodec,
      command,
      metadata: { correlationId: breakId, causationId: breakId, actor: by },
    });
  }

  /** @throws StoreUnavailable: remembered or not; what is not is compared again. */
  async remember(movements: readonly ReconciledMovement[], comparedAt: Date): Promise<void> {
    const streamName = reconciliationStream(comparedAt);
    for (let from = 0; from < movements.length; from += movements_max)
      await this.store.execute({
        streamName,
        decider: reconciledDecider,
        codec: reconciledCodec,
        command: {
          type: 'MovementsReconciled',
          data: { movements: movements.slice(from, from + movements_max), comparedAt },
        },
        metadata: { correlationId: streamName, causationId: streamName, actor },
      });
  }
}
