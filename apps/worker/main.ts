import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { loadConfig } from '#libs/platform/config.js';
import { databaseConfig } from '#libs/platform/database.config.js';
import { eventStoreConfig } from '#libs/platform/event-store.config.js';
import { inabitConfig } from '#libs/platform/inabit.config.js';
import { NestLog } from '#libs/platform/nest-log.js';
import { runApp } from '#libs/platform/run-app.js';
import { workerConfig } from '#libs/platform/worker.config.js';
import { InboxRunner } from './inbox-runner.js';
import { PayoutRunner } from './payout-runner.js';
import { WorkerModule } from './worker.module.js';

await runApp('worker', async ({ log, process: settings, environment }) => {
  const parts = { eventStore: eventStoreConfig, database: databaseConfig, inabit: inabitConfig, worker: workerConfig };
  const config = loadConfig(parts, environment);
  const module = WorkerModule.with({ ...config, environment: settings.environment, log });
  const app = await NestFactory.createApplicationContext(module, { logger: new NestLog(log) });
  app.get(PayoutRunner).start();
  app.get(InboxRunner).start();
  return { stop: () => app.close() };
});
