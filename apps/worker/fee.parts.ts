import type { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { LookAtFee } from '#libs/fees/look-at-fee.reactor.js';
import type { NetworkFees } from '#libs/fees/network-fees.reactor.js';
import { EndedMovements, WatchFees, type ListedMovement } from '#libs/fees/watch-fees.job.js';
import type { InabitReader } from '#libs/inabit/inabit-reader.js';
import { PayoutStreams } from '#libs/payouts/payout-streams.js';
import type { Clock } from '#libs/platform/clock.js';
import type { Database } from '#libs/read-store/database.js';
import { SwapStreams } from '#libs/swaps/swap-streams.js';
import { SweepStreams } from '#libs/sweeps/sweep-streams.js';
import type { RegisteredWallets } from '#libs/wallets/registered-wallet-streams.js';
import { listEndedMovements } from '#projections/fees/fees.queries.js';
import type { Poll } from './poll-runner.js';

interface FeeDoors {
  readonly store: AggregateStore;
  readonly reader: InabitReader;
  readonly fees: NetworkFees;
  readonly wallets: RegisteredWallets;
  readonly clock: Clock;
}

const day_ms = 86_400_000;

export function lookAtFee({ store, reader, fees, wallets }: Omit<FeeDoors, 'clock'>): LookAtFee {
  const streams = {
    payouts: new PayoutStreams(store, 'worker'),
    swaps: new SwapStreams(store, 'worker'),
    sweeps: new SweepStreams(store, 'worker'),
    wallets,
  };
  return new LookAtFee(reader, fees, streams);
}

/** What asks the provider about fees that may still change. At most five requests a second (provider notes §8.4). */
export function feePoll(doors: FeeDoors, database: Database, firstLookMs: number): Poll {
  const settings = { firstLookMs, windowMs: 7 * day_ms, gapMs: 200 };
  const watch = new WatchFees(new EndedInTables(database), lookAtFee(doors), doors.clock, settings);
  return { kind: 'network fees', run: (signal) => watch.run(signal) };
}

class EndedInTables extends EndedMovements {
  constructor(private readonly database: Database) {
    super();
  }

  since(since: Date): Promise<readonly ListedMovement[]> {
    return listEndedMovements(this.database, since);
  }
}
