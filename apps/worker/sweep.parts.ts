import type { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import type { NetworkFees } from '#libs/fees/network-fees.reactor.js';
import type { InabitReader } from '#libs/inabit/inabit-reader.js';
import type { Accounts } from '#libs/ledger/accounts.js';
import type { Clock } from '#libs/platform/clock.js';
import type { Database } from '#libs/read-store/database.js';
import { AdvanceSweep } from '#libs/sweeps/advance-sweep.reactor.js';
import { sweepStreamPrefix } from '#libs/sweeps/sweep.codec.js';
import { SweepStreams } from '#libs/sweeps/sweep-streams.js';
import type { RegisteredWallets } from '#libs/wallets/registered-wallet-streams.js';
import { openSweepIds } from '#projections/sweeps/sweeps.queries.js';
import { StreamRunner, type RunnerSettings } from './stream-runner.js';

interface SweepDoors {
  readonly store: AggregateStore;
  readonly reader: InabitReader;
  readonly accounts: Accounts;
  readonly fees: NetworkFees;
  readonly wallets: RegisteredWallets;
  readonly clock: Clock;
}

export function advanceSweep(doors: SweepDoors, patienceMs: number): AdvanceSweep {
  const { store, clock, ...parts } = doors;
  return new AdvanceSweep({ ...parts, sweeps: new SweepStreams(store, 'worker', doors.wallets) }, clock, patienceMs);
}

/** Looks at each sweep when the gate has recorded it, and until its money has followed. */
export function sweepRunner(
  sweeps: AdvanceSweep,
  { streams, database }: { readonly streams: EventStreams; readonly database: Database },
  settings: RunnerSettings,
): StreamRunner {
  const noun = {
    name: 'sweep',
    streamPrefix: sweepStreamPrefix,
    openIds: () => openSweepIds(database),
    advance: (providerId: string) => sweeps.advance(providerId),
  };
  return new StreamRunner(noun, streams, settings);
}
