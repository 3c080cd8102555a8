import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

const description = `Payouts to players, event-sourced.

* Amounts are decimal strings, never numbers, and never stand without their asset.
* Every POST that moves or books money needs an \`Idempotency-Key\`. Send the same request with the same key again whenever an answer is lost:
  it happens once.
* Errors have one shape and a \`code\` to branch on; [all of them](/docs/errors).
* Fields may be added within \`/v1\`, never removed.`;

/** `/openapi.json`, out of the code, and a page for people at `/docs` that loads nothing from elsewhere (API-23). */
export function serveDocumentation(app: INestApplication): void {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Payout ledger')
    .setDescription(description)
    .setVersion('1')
    .addServer('/')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: 'An API key: `pk_test_…`, or `pk_live_…` in production.',
    })
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, config), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Payout ledger API',
    swaggerOptions: { validatorUrl: null, persistAuthorization: false },
  });
}
