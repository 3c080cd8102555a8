import type { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { LookAtFee, type EndedMovement } from '#libs/fees/look-at-fee.reactor.js';
import type { NetworkFees } from '#libs/fees/network-fees.reactor.js';
import { PlatformFees } from '#libs/fees/platform-fees.reactor.js';
import { EndedMovements, WatchFees, type Span } from '#libs/fees/watch-fees.job.js';
import type { InabitReader } from '#libs/inabit/inabit-reader.js';
import type { Accounts } from '#libs/ledger/accounts.js';
import { PayoutStreams } from '#libs/payouts/payout-streams.js';
import type { Clock } from '#libs/platform/clock.js';
import type { Database } from '#libs/read-store/database.js';
import { SwapStreams } from '#libs/swaps/swap-streams.js';
import { SweepStreams } from '#libs/sweeps/sweep-streams.js';
import type { RegisteredWallets } from '#libs/wallets/registered-wallet-streams.js';
import { listEndedMovements } from '#projections/fees/fees.queries.js';
import { listOperatorIds } from '#projections/operators/operators.queries.js';
import type { Poll } from './poll-runner.js';

interface FeeDoors {
  readonly store: AggregateStore;
  readonly reader: InabitReader;
  readonly fees: NetworkFees;
  readonly wallets: RegisteredWallets;
  readonly clock: Clock;
}

interface FlatFeeDoors {
  readonly store: AggregateStore;
  readonly accounts: Accounts;
  readonly clock: Clock;
}

/** More operators than there will be soon; whoever comes after them is charged by nobody. */
const operators_max = 10_000;
const day_ms = 86_400_000;

export function lookAtFee({ store, reader, fees, wallets }: Omit<FeeDoors, 'clock'>): LookAtFee {
  const streams = {
    payouts: new PayoutStreams(store, 'worker'),
    swaps: new SwapStreams(store, 'worker'),
    sweeps: new SweepStreams(store, 'worker', wallets),
    wallets,
  };
  return new LookAtFee(reader, fees, streams);
}

/** What keeps fees up: those of the chains, and the flat ones of the platform. */
export function feePolls(doors: FeeDoors & FlatFeeDoors, database: Database, firstLookMs: number): readonly Poll[] {
  return [feePoll(doors, database, firstLookMs), flatFeePoll(doors, database)];
}

/** What asks the provider about fees that may still change. At most five requests a second (provider notes §8.4). */
function feePoll(doors: FeeDoors, database: Database, firstLookMs: number): Poll {
  const settings = { firstLookMs, windowMs: 7 * day_ms, gapMs: 200 };
  const watch = new WatchFees(new EndedInTables(database), lookAtFee(doors), doors.clock, settings);
  return { kind: 'network fees', run: (signal) => watch.run(signal) };
}

/** What charges the flat fees of months that have begun. */
function flatFeePoll({ store, accounts, clock }: FlatFeeDoors, database: Database): Poll {
  const fees = new PlatformFees(store, accounts, clock);
  const run = async (signal: AbortSignal): Promise<void> => {
    for (const operatorId of await listOperatorIds(database, { limit: operators_max })) {
      if (signal.aborted) return;
      await fees.chargeFlatFees(operatorId);
    }
  };
  return { kind: 'flat fees', run };
}

class EndedInTables extends EndedMovements {
  constructor(private readonly database: Database) {
    super();
  }

  within(spans: readonly Span[]): Promise<readonly EndedMovement[]> {
    return listEndedMovements(this.database, spans);
  }
}
