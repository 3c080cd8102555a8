import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import type { ApiKey } from '#libs/platform/api.config.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { createLog, type Log } from '#libs/platform/logging.js';
import type { WebhookConfig } from '#libs/platform/webhook.config.js';
import { usualNetworks } from '#libs/chains/networks.js';
import type { Database } from '#libs/read-store/database.js';
import { runProjections } from '#libs/read-store/run-projections.js';
import { projections } from '#projections/registry.js';
import { TestEventStore } from '#test/support/event-store.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';
import { createApi } from '../create-api.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** Parsed, or undefined when it is no JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Question {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes as they are, or an object to be written as JSON. */
  readonly payload?: string | Buffer | object;
}

/** What the provider needs to know to send us webhooks. */
export const webhookSecrets = {
  path: 'canary-path-secret-that-nobody-may-see',
  token: 'sub_canary-token-that-nobody-may-see',
} as const;

export const apiKeys = {
  acme: 'pk_test_k1_canary-of-acme-that-nobody-may-ever-see-0123456789',
  other: 'pk_test_k2_canary-of-other-that-nobody-may-ever-see-012345678',
  platform: 'pk_test_k3_canary-of-platform-that-nobody-may-ever-see-0123',
  approver: 'pk_test_k4_canary-of-approver-that-nobody-may-ever-see-0123',
} as const;

const testWebhooks: WebhookConfig = {
  pathSecrets: [webhookSecrets.path],
  platformTokens: [webhookSecrets.token],
  signature: { mode: 'off', header: 'x-pay-signature', algorithm: 'sha256', secrets: [], timestampHeader: undefined },
};

/** The real API on real stores. The tenants `acme` and `other` have a key each, the platform two. */
export class TestApi {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly streams: EventStreams,
    readonly logLines: readonly string[],
  ) {}

  /** @param connectionString of the event store. */
  static async start(
    connectionString: string,
    database: Database,
    webhooks: Partial<WebhookConfig> = {},
    onboardingRequired = false,
  ): Promise<TestApi> {
    const lines: string[] = [];
    const streams = connectEventStreams({ connectionString });
    const app = await createApi({
      streams,
      database,
      keys: [
        hashed('k1', 'acme', apiKeys.acme),
        hashed('k2', 'other', apiKeys.other),
        { ...hashed('k3', 'platform', apiKeys.platform), role: 'platform' },
        { ...hashed('k4', 'platform', apiKeys.approver), role: 'platform' },
      ],
      webhooks: { ...testWebhooks, ...webhooks },
      environment: 'test',
      onboardingRequired,
      networks: usualNetworks('test'),
      docsUrl: '/docs',
      clock: new SystemClock(),
      ids: new RandomIds(),
      log: testLog((line) => lines.push(line)),
    });
    return new TestApi(app, streams, lines);
  }

  async ask(url: string, { method = 'GET', headers = {}, payload }: Question = {}): Promise<Answer> {
    const body = payload === undefined ? {} : { payload };
    const answer = await this.app.inject({ method, url, headers, ...body });
    const isJson = String(answer.headers['content-type']).startsWith('application/json');
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      body: isJson && answer.body !== '' ? answer.json() : {},
    };
  }

  async get(url: string, as: keyof typeof apiKeys = 'acme'): Promise<Answer> {
    return this.ask(url, { headers: authorization(as) });
  }

  /** With a fresh idempotency key, unless the headers name one. */
  async post(payload: string | Buffer | object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const all = {
      ...authorization('acme'),
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...headers,
    };
    return this.ask('/v1/withdrawals', { method: 'POST', headers: all, payload });
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.streams.close();
  }
}

export function authorization(tenant: keyof typeof apiKeys): { authorization: string } {
  return { authorization: `Bearer ${apiKeys[tenant]}` };
}

/** Both stores, and the projections that carry what is in one to the other. */
export class TestStores {
  private projecting = new AbortController();
  private done: Promise<void> = Promise.resolve();

  private constructor(
    readonly events: TestEventStore,
    readonly postgres: TestDatabase,
  ) {}

  static async start(): Promise<TestStores> {
    const [events, postgres] = await Promise.all([TestEventStore.start(), createTestDatabase()]);
    return new TestStores(events, postgres);
  }

  async startProjections(): Promise<void> {
    const { postgres, events } = this;
    const eventStreams = connectEventStreams({ connectionString: events.connectionString });
    this.projecting = new AbortController();
    const { signal } = this.projecting;
    const running = await runProjections({
      projections,
      eventStreams,
      database: postgres.database,
      log: testLog(() => undefined),
      signal,
      timing: { pollMs: 50, standByMs: 50 },
    });
    this.done = running.done.then(async () => eventStreams.close());
  }

  async stopProjections(): Promise<void> {
    this.projecting.abort();
    await this.done;
  }

  async remove(): Promise<void> {
    await this.stopProjections();
    await Promise.all([this.events.remove(), this.postgres.drop()]);
  }
}

/** Asks until the answer is as wanted; the last one in any case, so that what is asserted says what was wrong. */
export async function eventually<Result>(
  ask: () => Promise<Result>,
  wanted: (result: Result) => boolean,
): Promise<Result> {
  for (let tries = 0; ; tries++) {
    const result = await ask();
    if (wanted(result) || tries >= 100) return result;
    await delay(50);
  }
}

function testLog(write: (line: string) => void): Log {
  return createLog({ app: 'api', level: 'debug', format: 'json', write });
}

function hashed(keyId: string, operatorId: string, key: string): ApiKey {
  return { role: 'tenant', keyId, operatorId, sha256: createHash('sha256').update(key).digest('hex') };
}
