import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';
import { createInabitGateway } from '#libs/inabit/create-inabit-gateway.js';
import { SystemClock } from '#libs/platform/clock.js';
import { loadConfig, type Environment } from '#libs/platform/config.js';
import { eventStoreConfig } from '#libs/platform/event-store.config.js';
import { RandomIds } from '#libs/platform/ids.js';
import { inabitConfig } from '#libs/platform/inabit.config.js';
import { messageLog, type Log } from '#libs/platform/logging.js';
import { OpenWallet, type OpenedWallet, type WalletToOpen } from '#libs/wallets/open-wallet.job.js';

/** Opens a wallet at the provider that the environment names, with the token of its API Admin. */
export async function openWallet(wanted: WalletToOpen, environment: Environment, log: Log): Promise<OpenedWallet> {
  const { eventStore, inabit } = loadConfig({ eventStore: eventStoreConfig, inabit: inabitConfig }, environment);
  const clock = new SystemClock();
  const streams = connectEventStreams({
    connectionString: eventStore.url,
    log: messageLog(log),
    timing: patientTiming,
  });
  const { url, loginToken = '', loginTokenFile: tokenFile, organizationId } = inabit;
  const connection = { url, loginToken, tokenFile, organizationId, clock, log: messageLog(log) };
  const { wallets, reader } = createInabitGateway({ ...connection, confirmedDeclines: [] });
  try {
    return await new OpenWallet(new AggregateStore(streams, new RandomIds()), wallets, reader, clock).open(wanted);
  } finally {
    await streams.close();
  }
}
