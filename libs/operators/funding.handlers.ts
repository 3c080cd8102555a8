import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import type { EventMetadata } from '#libs/event-streams/event-streams.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { fundingCodec, fundingStream } from './funding.codec.js';
import { FundingBooks } from './book-funding.reactor.js';
import { fundingDecider } from './funding.js';
import type { Funding, FundingCommand, FundingRejection } from './funding.js';
import { isRegistered } from './registered-operator-streams.js';

export type RecordedFunding = Exclude<Funding, { status: 'absent' }>;
export type ChangeFundingRejection = FundingRejection | { readonly code: 'operator-not-found' };

export type ChangeFundingOutcome =
  | {
      readonly ok: true;
      /** As it stands in the log: of the first of equal requests. */
      readonly funding: RecordedFunding;
      readonly replayed: boolean;
    }
  | { readonly ok: false; readonly rejection: ChangeFundingRejection };

export class ChangeFunding extends Command<ChangeFundingOutcome> {
  constructor(
    readonly change: FundingCommand,
    readonly metadata: EventMetadata,
  ) {
    super();
  }
}

@CommandHandler(ChangeFunding)
export class ChangeFundingHandler implements ICommandHandler<ChangeFunding> {
  private readonly books: FundingBooks;

  constructor(
    private readonly aggregates: AggregateStore,
    accounts: Accounts,
  ) {
    this.books = new FundingBooks(aggregates, accounts);
  }

  /**
   * The fact first, then its bookings: all of them each time, so that a repeat heals what a crash left between. Where nobody
   * repeats it, the worker does.
   *
   * @throws StoreUnavailable: recorded and booked or not; the same command again sees to both (F1.3).
   */
  async execute({ change: command, metadata }: ChangeFunding): Promise<ChangeFundingOutcome> {
    if (command.type === 'RecordFunding' && !(await isRegistered(this.aggregates, command.data.operatorId)))
      return { ok: false, rejection: { code: 'operator-not-found' } };
    const executed = await this.aggregates.execute({
      streamName: fundingStream(command.data.fundingId),
      decider: fundingDecider,
      codec: fundingCodec,
      command,
      metadata,
    });
    if (executed.outcome === 'rejected') return { ok: false, rejection: executed.rejection };
    if (executed.state.status === 'absent') throw new Error(`${command.data.fundingId} was recorded and is not there`);
    await this.books.book(executed.state, metadata);
    return { ok: true, funding: executed.state, replayed: executed.events.length === 0 };
  }
}
