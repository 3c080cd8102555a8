import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { loadConfig } from '#libs/platform/config.js';
import { databaseConfig } from '#libs/platform/database.config.js';
import { eventStoreConfig } from '#libs/platform/event-store.config.js';
import { inabitConfig } from '#libs/platform/inabit.config.js';
import { networksConfig } from '#libs/platform/networks.config.js';
import { NestLog } from '#libs/platform/nest-log.js';
import { runApp } from '#libs/platform/run-app.js';
import { terminalConfig } from '#libs/platform/terminal.config.js';
import { workerConfig } from '#libs/platform/worker.config.js';
import { BackgroundRunners } from './background-runners.js';
import { PayoutRunner } from './payout-runner.js';
import { WorkerModule } from './worker.module.js';

await runApp('worker', async ({ log, process: settings, environment }) => {
  const stores = { eventStore: eventStoreConfig, database: databaseConfig };
  const parts = {
    ...stores,
    inabit: inabitConfig,
    terminal: terminalConfig,
    worker: workerConfig,
    networks: networksConfig,
  };
  const config = loadConfig(parts, environment);
  const module = WorkerModule.with({ ...config, environment: settings.environment, log });
  const app = await NestFactory.createApplicationContext(module, { logger: new NestLog(log) });
  app.get(PayoutRunner).start();
  app.get(BackgroundRunners).start();
  return { stop: () => app.close() };
});
