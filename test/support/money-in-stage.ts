import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '#apps/inabit-sandbox/sandbox.js';
import { LedgerFacts } from '#apps/api/testing/ledger-facts.js';
import { authorization, TestApi, TestStores, webhookSecrets } from '#apps/api/testing/test-api.js';
import { BackgroundRunners } from '#apps/worker/background-runners.js';
import { WorkerModule } from '#apps/worker/worker.module.js';
import { usualNetworks } from '#libs/chains/networks.js';
import { createLog } from '#libs/platform/logging.js';
import { NestLog } from '#libs/platform/nest-log.js';
import { moneyInSeed, widgetRules } from './money-in-seed.js';

const quiet = createLog({ app: 'stage', level: 'silent', format: 'json' });
const nowhere = 'http://127.0.0.1:9';

/** What came of one deposit or order: its own postings by account and asset, and who was called. */
export interface CameOf {
  readonly books: Readonly<Record<string, string>>;
  readonly reviews: readonly string[];
}

/**
 * The ledger's side of money that comes in, running in this process: the API behind HTTP, the worker with its inbox and
 * pollers, the projections, real stores, and the sandbox's Terminal. The sandbox sends no webhooks by itself.
 */
export class MoneyInStage {
  private webhookUrl = '';
  private posted = 0;
  private ended = 0;
  private endsRead = 0n;
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

  private constructor(
    readonly stores: TestStores,
    readonly provider: Sandbox,
    readonly api: TestApi,
    private readonly worker: INestApplicationContext,
  ) {}

  static async start(pollMs: number): Promise<MoneyInStage> {
    const stores = await TestStores.start();
    await stores.startProjections();
    // By itself nothing goes on at the provider: tests say what happens.
    const settings = { depositStepMs: 2_000_000_000, purchaseWindowMs: 2_000_000_000 };
    const provider = await startSandbox({ seed: moneyInSeed, settings });
    const api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
    await api.app.listen({ port: 0, host: '127.0.0.1' });
    const worker = await startWorker(stores, provider, pollMs);
    const stage = new MoneyInStage(stores, provider, api, worker);
    stage.webhookUrl = `${await api.app.getUrl()}/v1/inbound/inabit/${webhookSecrets.path}`;
    await stage.configureWidgets();
    return stage;
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    await this.worker.close();
    await this.api.stop();
    await this.provider.stop();
    await this.stores.remove();
  }

  /** @returns the status of the answer. */
  async post(body: string, widgetId?: string): Promise<number> {
    const url = widgetId === undefined ? this.webhookUrl : `${this.webhookUrl}/${widgetId}`;
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = http.request(url, { agent: this.agent, method: 'POST', headers });
    request.end(body);
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    response.resume();
    await once(response, 'end');
    if (response.statusCode === 200) this.posted++;
    return response.statusCode ?? 0;
  }

  /** Posts it, and waits until every webhook that was posted has been looked at. */
  async tell(body: string): Promise<number> {
    const status = await this.post(body);
    await this.allLooked(30_000);
    return status;
  }

  async allLooked(msMax: number): Promise<void> {
    for (const deadline = Date.now() + msMax; ; await delay(15)) {
      const { events } = await this.api.streams.read('inbox-outcomes', this.endsRead);
      this.endsRead += BigInt(events.length);
      this.ended += events.filter(({ type }) => !type.startsWith('InboxAdvanced')).length;
      if (this.ended >= this.posted) return;
      if (Date.now() > deadline) throw new Error(`${this.ended} of ${this.posted} webhooks were looked at`);
    }
  }

  async control<Result>(method: string, path: string, body?: object): Promise<Result> {
    return this.ask<Result>(method, `${this.provider.controlUrl}${path}`, body);
  }

  /** The Terminal's own REST API, as the merchant of a widget. */
  async merchant(widgetName: string, path: string, body: object): Promise<Record<string, string>> {
    const headers = { authorization: `Bearer ${this.widget(widgetName).apiKey}` };
    const url = `${this.provider.terminalUrl}${path}`;
    return (await this.ask<{ data: Record<string, string> }>('POST', url, body, headers)).data;
  }

  widget(name: string) {
    const widget = this.provider.widgets.find((each) => each.name === name);
    if (!widget) throw new Error(`The sandbox has no widget ${name}`);
    return widget;
  }

  /** The address of a player. */
  async customerAddress(customerIdentifier: string, coin: Coin): Promise<string> {
    const { id: customerUuid } = await this.merchant('players', '/v1/customer', { customerIdentifier });
    const token = await this.merchant('players', '/v1/customer/address-token', { customerUuid });
    return (await this.merchant('players', '/v1/customer/address', { ...token, ...coin }))['address'] ?? '';
  }

  /** A purchase of so many USD; it has its address once the customer has chosen. */
  async purchase(widgetName: string, fiatAmount: string): Promise<string> {
    const body = { purchaseIdentifier: 'order-7', fiatAmount: Number(fiatAmount), fiatCurrency: 'USD' };
    return (await this.merchant(widgetName, '/v1/purchase', body))['id'] ?? '';
  }

  /** What the log says came of it, read with none of the ledger's rules. */
  async cameOf(cause: string, walletId: string, asset: string): Promise<CameOf> {
    const sums = new Map<string, bigint>();
    const { events } = await this.api.streams.read(`account-${walletId}-${asset}`);
    for (const { data, metadata } of events) {
      if (metadata.correlationId !== cause) continue;
      for (const { from, to, amount } of data['postings'] as unknown as readonly StoredPosting[]) {
        sums.set(from, (sums.get(from) ?? 0n) - BigInt(amount.minor));
        sums.set(to, (sums.get(to) ?? 0n) + BigInt(amount.minor));
      }
    }
    const name = (account: string) => account.replace(`wallet:${walletId}:`, '').replace(cause, 'it');
    const books = [...sums].filter(([, minor]) => minor !== 0n).map(([account, minor]) => [name(account), `${minor}`]);
    const noun = cause.startsWith('dep_') ? 'deposit' : 'order';
    const own = (await this.api.streams.read(`${noun}-${cause}`)).events;
    const reviews = own.filter(({ type }) => /ReviewRequired|Quarantined/.test(type));
    return { books: Object.fromEntries(books), reviews: reviews.map(({ data }) => data['reason'] as string) };
  }

  private async ask<Result>(method: string, url: string, body?: object, headers: object = {}): Promise<Result> {
    const init = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
    const response = await fetch(url, { method, ...init });
    if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Result;
  }

  private async configureWidgets(): Promise<void> {
    const facts = new LedgerFacts(this.api.streams);
    await this.told('POST', '/v1/operators', { operator_id: 'acme', name: 'Acme' });
    for (const [name, excess] of Object.entries(widgetRules)) {
      await facts.registerWallet(`wal_${name}`, 'acme', 'deposit');
      await this.told('PUT', `/v1/widgets/${this.widget(name).id}`, {
        based_on: 0,
        operator_id: 'acme',
        deposit_wallet_id: `wal_${name}`,
        coins: ['USDT@tron/6'],
        sweep_every_minutes: 60,
        expires_after_minutes: 45,
        accept_partial_payment: name === 'partial',
        overcharge: { excess, tolerance_bps: 500 },
      });
    }
  }

  /** Our own API, as the platform. */
  private async told(method: 'POST' | 'PUT', url: string, payload: object): Promise<void> {
    const headers = { ...authorization('platform'), 'content-type': 'application/json', 'idempotency-key': url };
    for (let tries = 0; ; tries++) {
      const { status, text } = await this.api.ask(url, { method, headers, payload });
      if (status < 300) return;
      if (status !== 503 || tries === 5) throw new Error(`${method} ${url}: ${text}`);
    }
  }
}

/** As the Terminal calls them. */
export interface Coin {
  readonly asset: string;
  readonly blockchain: string;
}

interface StoredPosting {
  readonly from: string;
  readonly to: string;
  readonly amount: { readonly minor: string };
}

async function startWorker(stores: TestStores, provider: Sandbox, pollMs: number): Promise<INestApplicationContext> {
  const { graphqlUrl: url, adminLoginToken: loginToken, organizationId, adminUserId: apiAdminId } = provider;
  const module = WorkerModule.with({
    eventStore: { url: stores.events.connectionString },
    database: { url: stores.postgres.url },
    inabit: {
      url,
      loginToken,
      organizationId,
      apiAdminId,
      loginTokenFile: undefined,
      signerRequired: true,
      confirmedDeclines: [],
    },
    terminal: {
      url: provider.terminalUrl,
      organizationKey: provider.terminalOrganizationKey,
      customerSecret: 'c'.repeat(32),
      pollMs,
    },
    worker: {
      gateUrl: nowhere,
      retryQuietMs: 60_000,
      reviewAfterMs: 600_000,
      pollMs: 60_000,
      callTimeoutMs: 5_000,
      balancePollMs: 3_600_000,
      feePollMs: 300_000,
      reconcileMs: 3_600_000,
      dayEnd: { timeZone: undefined, graceMs: 0 },
    },
    environment: 'test',
    networks: usualNetworks('test'),
    log: quiet,
  });
  const worker = await NestFactory.createApplicationContext(module, { logger: new NestLog(quiet) });
  worker.get(BackgroundRunners).start();
  return worker;
}
