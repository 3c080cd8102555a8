import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { loadConfig } from '#libs/platform/config.js';
import { databaseConfig } from '#libs/platform/database.config.js';
import { eventStoreConfig } from '#libs/platform/event-store.config.js';
import { NestLog } from '#libs/platform/nest-log.js';
import { runApp } from '#libs/platform/run-app.js';
import { ProjectionService } from './projection.service.js';
import { ProjectorModule } from './projector.module.js';

await runApp('projector', async ({ log, environment }) => {
  const config = loadConfig({ eventStore: eventStoreConfig, database: databaseConfig }, environment);
  const app = await NestFactory.createApplicationContext(ProjectorModule.with({ ...config, log }), {
    logger: new NestLog(log),
  });
  await app.get(ProjectionService).start();
  return { stop: () => app.close() };
});
