import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AggregateStore } from '../event-streams/aggregate-store.js';
import type { EventMetadata } from '../event-streams/event-streams.js';
import { openingCodec, openingStream } from './opening.codec.js';
import type { OpeningRequest } from './opening.events.js';
import { openingDecider, type Opening, type OpeningRejection } from './opening.js';

export type RequestOpeningOutcome =
  | { readonly ok: true; readonly opening: Opening; readonly replayed: boolean }
  | { readonly ok: false; readonly rejection: OpeningRejection };

/** Stores that a wallet is wanted (IN-22); the worker opens it. */
export class RequestOpening extends Command<RequestOpeningOutcome> {
  constructor(
    readonly request: OpeningRequest & { readonly by: string; readonly now: Date },
    readonly metadata: EventMetadata,
  ) {
    super();
  }
}

@CommandHandler(RequestOpening)
export class RequestOpeningHandler implements ICommandHandler<RequestOpening> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** @throws StoreUnavailable: requested or not; the same command again finds out (F1.3). */
  async execute({ request: data, metadata }: RequestOpening): Promise<RequestOpeningOutcome> {
    const executed = await this.aggregates.execute({
      streamName: openingStream(data.walletId),
      decider: openingDecider,
      codec: openingCodec,
      command: { type: 'RequestOpening', data },
      metadata,
    });
    if (executed.outcome === 'rejected') return { ok: false, rejection: executed.rejection };
    return { ok: true, opening: executed.state, replayed: executed.events.length === 0 };
  }
}
