import { randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '#apps/inabit-sandbox/sandbox.js';
import { paceOf, type SettingsChange } from '#apps/inabit-sandbox/world/settings.js';
import type { GateOptions } from '#apps/gate/gate.module.js';
import { startEmbeddedEventStore, type EmbeddedEventStore } from '#libs/embedded/event-store/embedded-event-store.js';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';
import type { EventStreams, StoredEvent } from '#libs/event-streams/event-streams.js';
import {
  createInabitGateway,
  type InabitGateway,
  type InabitGatewayOptions,
} from '#libs/inabit/create-inabit-gateway.js';
import { external } from '#libs/ledger/account-name.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { findAsset, type Asset } from '#libs/money/asset.js';
import { money } from '#libs/money/money.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import { PayoutStreams } from '#libs/payouts/payout-streams.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { createLog, messageLog } from '#libs/platform/logging.js';
import { hasEnded, SandboxClient, type SandboxTransaction } from './sandbox-client.js';
import { StageGate } from './stage-gate.js';

/** What stands in each payout's wallet before anything happens. Minor units. */
export const openingFunds = 1_000_000_000n;
export const destination = 'TXLAQ63Xg1NAzckPwKHvzw7CSEmLMEqcdj';
const pathSecret = 'stage-secret-of-the-gate-0123456789';

export interface StageOptions extends SettingsChange {
  /** Parts of the sandbox's world; the rest is built in. */
  readonly seed?: object;
  /** The clock by which the event store records, in milliseconds since 1970. */
  readonly now?: () => number;
}

/** A real event store, a real sandbox with its approver and a real gate that it asks, all in this process. */
export class PayoutStage {
  /** Every payout that was requested here. */
  readonly payouts: PayoutRequest[] = [];
  readonly sandbox: SandboxClient;
  /** For processes that bring none of their own: its tokens and lists of assets say nothing about payouts. */
  readonly usualGateway: InabitGateway;

  private constructor(
    private readonly folder: string,
    private store: EmbeddedEventStore,
    readonly provider: Sandbox,
    readonly streams: EventStreams,
  ) {
    this.sandbox = new SandboxClient(provider.controlUrl, provider.graphqlUrl);
    this.usualGateway = this.gateway();
  }

  static async start({ seed = {}, now = Date.now, ...settings }: StageOptions = {}): Promise<PayoutStage> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-stage-'));
    const store = await startEmbeddedEventStore({ directory: folder, port: 0, now });
    const pace = { ...paceOf('instant'), approverAttempts: 1_000, approverTimeoutMs: 5_000 };
    const provider = await startSandbox({ seed, settings: { ...pace, ...settings } });
    const streams = connectEventStreams({ connectionString: store.connectionString, timing: patientTiming });
    return new PayoutStage(folder, store, provider, streams);
  }

  get eventStoreUrl(): string {
    return this.store.connectionString;
  }

  /** Starts a gate, and has the approver ask it unless `asked` is false. */
  async startGate({ asked = true, ...changes }: Partial<GateOptions> & { asked?: boolean } = {}): Promise<StageGate> {
    const gate = await StageGate.start({
      eventStore: { url: this.eventStoreUrl },
      gate: { host: '127.0.0.1', port: 0, pathSecret },
      inabit: this.inabitConfig(),
      environment: 'test',
      log: quietLog,
      ...changes,
    });
    if (asked) await this.sandbox.change({ callbackUrl: gate.callbackUrl });
    return gate;
  }

  inabitConfig({ url = this.provider.graphqlUrl } = {}): GateOptions['inabit'] {
    const { viewerLoginToken: loginToken, organizationId, adminUserId: apiAdminId } = this.provider;
    const none = { loginTokenFile: undefined, confirmedDeclines: [] };
    return { url, loginToken, organizationId, apiAdminId, signerRequired: true, ...none };
  }

  /** The provider as the worker sees it, on a connection of its own. */
  gateway(changes: Partial<InabitGatewayOptions> = {}): InabitGateway {
    const { graphqlUrl: url, adminLoginToken: loginToken, organizationId } = this.provider;
    return createInabitGateway({
      url,
      loginToken,
      organizationId,
      clock: new SystemClock(),
      log: messageLog(quietLog),
      confirmedDeclines: [{ pattern: '^Insufficient funds', code: 'insufficient-funds' }],
      ...changes,
    });
  }

  /** A payout out of a wallet of its own in our books; its amount is no other payout's. */
  async request(changes: Partial<PayoutRequest> = {}, funds = openingFunds): Promise<PayoutRequest> {
    const payoutId = freshPayoutId();
    const serial = this.payouts.length;
    const request: PayoutRequest = {
      payoutId,
      operatorId: 'acme',
      purpose: { kind: 'payout', playerId: 'player-7' },
      walletId: `wal_${serial}`,
      providerWalletId: this.providerWalletId(1),
      amount: money(usdt, 1_000_000n + BigInt(serial)),
      destination,
      idempotencyKey: payoutId,
      requestHash: payoutId,
      requestedAt: new Date(),
      ...changes,
    };
    this.payouts.push(request);
    await this.credit(request, funds);
    await new PayoutStreams(this.aggregates(), 'stage').execute(payoutId, { type: 'RequestPayout', data: request });
    return request;
  }

  providerWalletId(index: number): string {
    const wallet = this.provider.wallets[index];
    if (!wallet) throw new Error(`The sandbox has no wallet ${index}`);
    return wallet.id;
  }

  /** What one process keeps of the streams. */
  aggregates(streams: EventStreams = this.streams): AggregateStore {
    return new AggregateStore(streams, new RandomIds());
  }

  async facts(streamName: string): Promise<readonly StoredEvent[]> {
    return (await this.streams.read(streamName)).events;
  }

  /** When there are so many transactions with a payout's note, and nothing more happens to them. */
  async landed({ payoutId }: PayoutRequest, transactions: number): Promise<SandboxTransaction[]> {
    const deadline = Date.now() + 15_000;
    for (;;) {
      const created = await this.sandbox.createdWith(payoutId);
      if (created.length >= transactions && created.every(hasEnded)) return created;
      if (Date.now() > deadline) throw new Error(`Not landed in time: ${JSON.stringify(created)}`);
      await delay(10);
    }
  }

  async stopStore(): Promise<void> {
    await this.store.stop();
  }

  /** On the same data and port. */
  async startStore(): Promise<void> {
    this.store = await startEmbeddedEventStore({ directory: this.folder, port: this.store.port });
  }

  async stop(): Promise<void> {
    await this.streams.close();
    await this.provider.stop();
    await this.store.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** Money arrives in the payout's wallet. */
  async credit({ walletId, operatorId, amount: { asset } }: PayoutRequest, minor: bigint): Promise<void> {
    const data = {
      from: external(asset.chain),
      amount: money(asset, minor),
      reason: 'opening-funding',
      reference: randomUUID(),
      evidence: 'stage',
      now: new Date(),
    } as const;
    const accounts = new Accounts(this.aggregates(), 'stage');
    await accounts.execute({ walletId, asset }, { type: 'Credit', data }, { id: walletId, operatorId });
  }
}

export const usdt: Asset = pinned('USDT@tron');
const quietLog = createLog({ app: 'stage', level: 'error', format: 'json', write: () => undefined });

function pinned(name: string): Asset {
  const asset = findAsset(name);
  if (!asset) throw new Error(`No asset ${name}`);
  return asset;
}

function freshPayoutId(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  return `po_${Array.from(randomBytes(26), (byte) => letters[byte % 32]).join('')}`;
}
