import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import type { EventMetadata } from '#libs/event-streams/event-streams.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { fundingCodec, fundingStream } from './funding.codec.js';
import { fiatWallet, fundingBookings, fundingDecider } from './funding.js';
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
  constructor(
    private readonly aggregates: AggregateStore,
    private readonly accounts: Accounts,
  ) {}

  /**
   * The fact first, then its bookings: all of them each time, so that a repeat heals what a crash left between.
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
    await this.book(executed.state, metadata);
    return { ok: true, funding: executed.state, replayed: executed.events.length === 0 };
  }

  private async book(funding: RecordedFunding, metadata: EventMetadata): Promise<void> {
    const { fundingId, operatorId, amount, valueDate } = funding.funded;
    const key = { walletId: fiatWallet(operatorId), asset: amount.asset };
    for (const booking of fundingBookings(funding)) {
      // The bank counts what came from the day of its value; a reversal counts from when it is recorded.
      const effect = booking.type === 'Credit' ? { effectiveAt: new Date(valueDate).toISOString() } : {};
      const about = { ...metadata, causationId: fundingId, ...effect };
      const booked = await this.accounts.execute(key, booking, { id: fundingId, operatorId }, about);
      if (booked.outcome === 'rejected')
        throw new Error(`${fundingId} cannot be booked (${booking.type}): ${booked.rejection.code}`);
    }
  }
}
