import type { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { providerFeeStreamPrefix } from '#libs/fees/provider-fee.codec.js';
import { ProviderFees } from '#libs/fees/provider-fee.handlers.js';
import type { Accounts } from '#libs/ledger/accounts.js';
import { CompleteBookings } from '#libs/ledger/complete-bookings.job.js';
import { FundingBooks } from '#libs/operators/book-funding.reactor.js';
import { fundingStreamPrefix } from '#libs/operators/funding.codec.js';
import type { Poll } from './poll-runner.js';

interface BookingDoors {
  readonly store: AggregateStore;
  readonly accounts: Accounts;
}

/** What books the fundings and charges that people told us of, where whoever took them died before. */
export function bookingPolls({ store, accounts }: BookingDoors, streams: EventStreams): readonly Poll[] {
  const fundings = new FundingBooks(store, accounts);
  const charges = new ProviderFees(store, accounts);
  const unbooked: Readonly<Record<string, CompleteBookings>> = {
    fundings: new CompleteBookings(streams, fundingStreamPrefix, (id) => fundings.complete(id)),
    'provider charges': new CompleteBookings(streams, providerFeeStreamPrefix, (id) => charges.complete(id)),
  };
  return Object.entries(unbooked).map(([kind, job]) => ({ kind, run: (signal) => job.run(signal) }));
}
