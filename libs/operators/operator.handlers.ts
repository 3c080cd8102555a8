import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import type { EventMetadata } from '#libs/event-streams/event-streams.js';
import { operatorCodec, operatorStream } from './operator.codec.js';
import { operatorDecider, type Operator, type OperatorCommand, type OperatorRejection } from './operator.js';

export type ChangeOperatorOutcome =
  | { readonly ok: true; readonly operator: Operator; readonly changed: boolean }
  | { readonly ok: false; readonly rejection: OperatorRejection };

/** Registers an operator, or says that a step of its onboarding was done or holds no longer (IN-04). */
export class ChangeOperator extends Command<ChangeOperatorOutcome> {
  constructor(
    readonly operatorId: string,
    readonly change: OperatorCommand,
    readonly metadata: EventMetadata,
  ) {
    super();
  }
}

@CommandHandler(ChangeOperator)
export class ChangeOperatorHandler implements ICommandHandler<ChangeOperator> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** @throws StoreUnavailable: changed or not; the same command again finds out (F1.3). */
  async execute({ operatorId, change: command, metadata }: ChangeOperator): Promise<ChangeOperatorOutcome> {
    const executed = await this.aggregates.execute({
      streamName: operatorStream(operatorId),
      decider: operatorDecider,
      codec: operatorCodec,
      command,
      metadata,
    });
    if (executed.outcome === 'rejected') return { ok: false, rejection: executed.rejection };
    return { ok: true, operator: executed.state, changed: executed.events.length > 0 };
  }
}
