import type { EventStreams } from '#libs/event-streams/event-streams.js';
import type { InabitReader } from '#libs/inabit/inabit-reader.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import type { Log } from '#libs/platform/logging.js';
import type { Database } from '#libs/read-store/database.js';
import { ObserveBalances, WalletDirectory, type KnownWallet } from '#libs/wallets/observe-balances.job.js';
import { ProviderBalanceStreams } from '#libs/wallets/provider-balance-streams.js';
import { listKnownWallets } from '#projections/balances/balances.queries.js';
import type { Poll } from './poll-runner.js';

interface BalanceDoors {
  readonly streams: EventStreams;
  readonly database: Database;
  readonly reader: InabitReader;
  readonly log: Log;
}

/** What asks the provider for the balances of the wallets. */
export function balancePoll({ streams, database, reader, log }: BalanceDoors): Poll {
  const records = new ProviderBalanceStreams(streams, new RandomIds());
  const observe = new ObserveBalances(reader, new WalletsInTables(database), records, new SystemClock());
  const reported = new Set<string>();
  const run = async (): Promise<void> => {
    const { unreadable } = await observe.run();
    for (const what of unreadable.filter((each) => !reported.has(each))) {
      log.warn('provider-balance-unreadable', { asset: what });
      reported.add(what);
    }
  };
  return { kind: 'provider balances', run };
}

export class WalletsInTables extends WalletDirectory {
  constructor(private readonly database: Database) {
    super();
  }

  async all(): Promise<readonly KnownWallet[]> {
    return listKnownWallets(this.database);
  }
}
