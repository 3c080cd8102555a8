import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { SystemClock } from '#libs/platform/clock.js';
import { loadConfig, type Environment } from '#libs/platform/config.js';
import { eventStoreConfig } from '#libs/platform/event-store.config.js';
import { RandomIds } from '#libs/platform/ids.js';
import { inabitConfig } from '#libs/platform/inabit.config.js';
import { messageLog, type Log } from '#libs/platform/logging.js';
import { RecordAddresses, type AddressProblem } from '#libs/wallets/record-addresses.job.js';
import { RegisteredWallets } from '#libs/wallets/registered-wallet-streams.js';
import { RegisterWallet, type RegisteredWallet, type WalletToRegister } from '#libs/wallets/register-wallet.job.js';
import { providerReader } from '../support/provider-reader.js';

export type WalletMadeKnown =
  | (Extract<RegisteredWallet, { outcome: 'registered' }> & { readonly unaddressed: readonly AddressProblem[] })
  | Extract<RegisteredWallet, { outcome: 'refused' }>;

/** Registers a wallet, and records its addresses, against the stores and the provider that the environment names. */
export async function registerWallet(
  wanted: WalletToRegister,
  environment: Environment,
  log: Log,
): Promise<WalletMadeKnown> {
  const { eventStore, inabit } = loadConfig({ eventStore: eventStoreConfig, inabit: inabitConfig }, environment);
  const clock = new SystemClock();
  const streams = connectEventStreams({
    connectionString: eventStore.url,
    log: messageLog(log),
    timing: patientTiming,
  });
  const reader = providerReader(inabit, clock, log);
  try {
    const store = new AggregateStore(streams, new RandomIds());
    const books = { store, accounts: new Accounts(store, 'cli'), registered: new RegisteredWallets(streams) };
    const registered = await new RegisterWallet(books, reader, clock).register(wanted);
    if (registered.outcome === 'refused') return registered;
    const addresses = new RecordAddresses(store, reader, clock, 'operator-console');
    return { ...registered, unaddressed: await addresses.record([wanted.walletId]) };
  } finally {
    await streams.close();
  }
}
