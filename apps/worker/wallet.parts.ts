import type { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import type { InabitReader } from '#libs/inabit/inabit-reader.js';
import type { InabitWallets } from '#libs/inabit/inabit-wallets.js';
import type { Accounts } from '#libs/ledger/accounts.js';
import type { Clock } from '#libs/platform/clock.js';
import type { Database } from '#libs/read-store/database.js';
import { AdvanceOpening } from '#libs/wallets/advance-opening.job.js';
import { OpenWallet } from '#libs/wallets/open-wallet.job.js';
import { openingStreamPrefix } from '#libs/wallets/opening.codec.js';
import { RecordAddresses } from '#libs/wallets/record-addresses.job.js';
import type { RegisteredWallets } from '#libs/wallets/registered-wallet-streams.js';
import { RegisterWallet } from '#libs/wallets/register-wallet.job.js';
import { openOpeningIds } from '#projections/operator-wallets/operator-wallets.queries.js';
import { WalletsInTables } from './balance.parts.js';
import { StreamRunner, type RunnerSettings } from './stream-runner.js';
import { WalletRunner } from './wallet-runner.js';

interface WalletDoors {
  readonly store: AggregateStore;
  readonly accounts: Accounts;
  readonly reader: InabitReader;
  readonly registered: RegisteredWallets;
  /** Where wallets are opened. */
  readonly openings: InabitWallets;
  readonly clock: Clock;
  readonly streams: EventStreams;
  readonly database: Database;
}

/** What opens wallets at the provider, and what records the addresses of those that are registered (IN-21, IN-22). */
export function walletRunners(doors: WalletDoors, settings: RunnerSettings): readonly [StreamRunner, WalletRunner] {
  const { store, accounts, registered, reader, openings, clock, streams, database } = doors;
  const opening = new OpenWallet(store, openings, reader, clock);
  const advance = new AdvanceOpening(
    store,
    opening,
    new RegisterWallet({ store, accounts, registered }, reader, clock),
  );
  const noun = {
    name: 'wallet-opening',
    streamPrefix: openingStreamPrefix,
    openIds: () => openOpeningIds(database),
    advance: async (walletId: string) => {
      const advanced = await advance.advance(walletId);
      if (advanced.outcome === 'open') settings.log.warn('wallet-not-opened', { walletId, reason: advanced.reason });
    },
  };
  const addresses = new RecordAddresses(store, reader, clock, 'worker');
  return [
    new StreamRunner(noun, streams, settings),
    new WalletRunner(addresses, new WalletsInTables(database), streams, settings.log),
  ];
}
