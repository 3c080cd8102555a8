import type { AggregateStore } from '../event-streams/aggregate-store.js';
import type { EventMetadata } from '../event-streams/event-streams.js';
import type { Accounts } from '../ledger/accounts.js';
import { fundingCodec, fundingStream } from './funding.codec.js';
import { fiatWallet, fundingBookings, fundingDecider, type Funding } from './funding.js';

/** Books fundings to the fiat of their operators. May be repeated: what was booked before is not booked again. */
export class FundingBooks {
  constructor(
    private readonly store: AggregateStore,
    private readonly accounts: Accounts,
  ) {}

  /** What a crash left between the fact and its bookings. @throws as `book` does. */
  async complete(fundingId: string): Promise<void> {
    const { state } = await this.store.load(fundingStream(fundingId), fundingDecider, fundingCodec);
    if (state.status !== 'absent') await this.book(state);
  }

  /** @throws StoreUnavailable: booked or not; the same again finds out. */
  async book(funding: Exclude<Funding, { status: 'absent' }>, metadata: Partial<EventMetadata> = {}): Promise<void> {
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
