import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestLog } from '#libs/platform/nest-log.js';
import { ApiKeys } from './access/api-keys.js';
import { controlAccess } from './access/route-access.js';
import { ApiModule } from './api.module.js';
import type { ApiParts } from './api.parts.js';
import { serveDocumentation } from './docs/openapi.js';
import { sendAnswerHeaders } from './http/answer-headers.js';
import { KnownRoutes } from './http/known-routes.js';
import { logRequests } from './http/request-log.js';
import { closeConnectionsWhenStopping } from '#libs/platform/close-connections.js';
import { createServer, limitUrls, refuseInheritedNames, takeJsonOnly } from './http/server.js';
import { requestValidation } from './http/validation.js';
import { InboxWriter } from '#libs/webhooks-in/inbox-writer.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { receiveWebhooks } from './webhooks/receive-webhooks.js';
import { Refusals } from './webhooks/refusals.js';

/** The whole public API, ready to listen. @throws when a route does not say who may call it (S-08). */
export async function createApi(parts: ApiParts): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.of(parts),
    createServer(parts.ids, parts.docsUrl),
    {
      abortOnError: false,
      bodyParser: false,
      logger: new NestLog(parts.log),
    },
  );
  const server = app.getHttpAdapter().getInstance();
  const routes = new KnownRoutes(server);
  logRequests(server, parts.log);
  sendAnswerHeaders(server);
  closeConnectionsWhenStopping(server);
  limitUrls(server);
  controlAccess(server, new ApiKeys(parts.keys, parts.environment));
  takeJsonOnly(server);
  refuseInheritedNames(server);
  const { streams, ids, clock, log, docsUrl } = parts;
  const inbox = new InboxWriter(streams, ids);
  receiveWebhooks(server, { config: parts.webhooks, inbox, refusals: new Refusals(log), clock, docsUrl });
  app.useGlobalPipes(requestValidation());
  app.useGlobalFilters(new ProblemFilter(parts.log, parts.docsUrl, routes));
  serveDocumentation(app);
  await app.init();
  await server.ready();
  return app;
}
