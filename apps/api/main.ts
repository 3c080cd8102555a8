import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { apiConfig } from '#libs/platform/api.config.js';
import { SystemClock } from '#libs/platform/clock.js';
import { loadConfig } from '#libs/platform/config.js';
import { databaseConfig } from '#libs/platform/database.config.js';
import { eventStoreConfig } from '#libs/platform/event-store.config.js';
import { networksConfig } from '#libs/platform/networks.config.js';
import { webhookConfig } from '#libs/platform/webhook.config.js';
import { RandomIds } from '#libs/platform/ids.js';
import { runApp, type AppContext, type RunningApp } from '#libs/platform/run-app.js';
import { openDatabase } from '#libs/read-store/database.js';
import { createApi } from './create-api.js';
import { docsConfig } from './docs/docs.config.js';

/** A query of a person's; longer than that helps nobody. */
const statement_ms_max = 5_000;

async function start({ log, process: { environment }, environment: variables }: AppContext): Promise<RunningApp> {
  const stores = { eventStore: eventStoreConfig, database: databaseConfig };
  const parts = { api: apiConfig, docs: docsConfig, webhooks: webhookConfig, networks: networksConfig, ...stores };
  const config = loadConfig(parts, variables);
  const streams = connectEventStreams({ connectionString: config.eventStore.url });
  const database = openDatabase({
    url: config.database.url,
    applicationName: 'ledger-api',
    statementMsMax: statement_ms_max,
    onConnectionLost: (error) => log.warn('database-connection-lost', { error }),
  });
  const { host, port, keys, onboardingRequired } = config.api;
  const docsUrl = config.docs.url;
  const { webhooks, networks } = config;
  const clock = new SystemClock();
  const api = await createApi({
    streams,
    database,
    keys,
    webhooks,
    environment,
    onboardingRequired,
    networks,
    docsUrl,
    clock,
    ids: new RandomIds(),
    log,
  });
  await api.listen(port, host);
  return {
    info: { port: portTaken(api.getHttpServer().address(), port) },
    stop: async () => {
      await api.close();
      await Promise.all([streams.close(), database.close()]);
    },
  };
}

function portTaken(address: AddressInfo | string | null, asked: number): number {
  return typeof address === 'object' && address ? address.port : asked;
}

await runApp('api', start);
