import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { closeConnectionsWhenStopping } from '#libs/platform/close-connections.js';
import { loadConfig } from '#libs/platform/config.js';
import { eventStoreConfig } from '#libs/platform/event-store.config.js';
import { gateConfig } from '#libs/platform/gate.config.js';
import { inabitConfig } from '#libs/platform/inabit.config.js';
import { NestLog } from '#libs/platform/nest-log.js';
import { runApp } from '#libs/platform/run-app.js';
import { GateModule } from './gate.module.js';

/** Callbacks are small; whatever is larger is none. */
const bodyBytesMax = 64 * 1024;

await runApp('gate', async ({ log, process: settings, environment }) => {
  const config = loadConfig({ eventStore: eventStoreConfig, gate: gateConfig, inabit: inabitConfig }, environment);
  const module = GateModule.with({ ...config, environment: settings.environment, log });
  const app = await NestFactory.create<NestFastifyApplication>(
    module,
    new FastifyAdapter({ bodyLimit: bodyBytesMax }),
    {
      logger: new NestLog(log),
      rawBody: true, // Amounts are read out of the raw text: a parsed one would be a float already.
    },
  );
  closeConnectionsWhenStopping(app.getHttpAdapter().getInstance());
  await app.listen(config.gate.port, config.gate.host);
  const { port } = new URL(await app.getUrl());
  return { info: { port: Number(port) }, stop: () => app.close() };
});
