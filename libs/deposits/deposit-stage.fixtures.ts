import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedEventStore, type EmbeddedEventStore } from '../embedded/event-store/embedded-event-store.js';
import { AggregateStore } from '../event-streams/aggregate-store.js';
import { connectEventStreams } from '../event-streams/eventstore-client.js';
import type { EventStreams } from '../event-streams/event-streams.js';
import { patientTiming } from '../event-streams/timing.js';
import { usualNetworks, type Networks } from '../chains/networks.js';
import { ManualClock } from '../inabit/testing/manual-clock.js';
import { Accounts } from '../ledger/accounts.js';
import { available } from '../ledger/account-name.js';
import type { Asset } from '../money/asset.js';
import { RandomIds } from '../platform/ids.js';
import { CustomerKeys } from './customer-key.js';
import { usdt } from './deposit.fixtures.js';
import { DepositPostings } from './deposit-postings.reactor.js';
import { DepositStreams } from './deposit-streams.js';
import { depositIdOf, orderIdOf } from './incoming-id.js';
import { RefreshDeposit } from './refresh-deposit.reactor.js';
import { RefreshDeposits } from './refresh-deposits.reactor.js';
import { RefreshOrder } from './refresh-order.reactor.js';
import { SettleDeposit } from './settle-deposit.reactor.js';
import { SettleOrder } from './settle-order.reactor.js';
import type { OverchargeRule, WidgetOwner } from './sighting.js';
import {
  TerminalSource,
  TerminalUnavailable,
  type Pulled,
  type PulledPage,
  type RawIncoming,
  type RawPurchase,
} from './terminal-source.js';
import { UnlinkedPayments } from './unlinked-payment.reactor.js';
import { WidgetDirectory } from './widget-directory.js';

/** The provider's side as a test has it. Lists are newest first. */
export class ScriptedTerminal extends TerminalSource {
  readonly incoming = new Map<string, RawIncoming>();
  readonly purchases = new Map<string, RawPurchase>();
  isDown = false;
  isSilentOnPurchases = false;
  pulls = 0;
  /** Undefined: after everything that was recorded. */
  askedAt: Date | undefined;

  pullIncoming(providerId: string): Promise<Pulled<RawIncoming>> {
    return this.pull(this.incoming.get(providerId));
  }

  async pullPurchase(providerId: string): Promise<Pulled<RawPurchase>> {
    if (this.isSilentOnPurchases) throw new TerminalUnavailable('no answer');
    return this.pull(this.purchases.get(providerId));
  }

  listIncoming(offset: number, limit: number): Promise<PulledPage<RawIncoming>> {
    return this.page([...this.incoming.values()], offset, limit);
  }

  listPurchases(offset: number, limit: number): Promise<PulledPage<RawPurchase>> {
    return this.page([...this.purchases.values()], offset, limit);
  }

  private async pull<Sighting>(sighting: Sighting | undefined): Promise<Pulled<Sighting>> {
    this.answer();
    const how = { evidence: `pull ${this.pulls}`, ...(this.askedAt && { askedAt: this.askedAt }) };
    return sighting ? { outcome: 'found', sighting, ...how } : { outcome: 'not-found' };
  }

  private async page<Sighting>(all: readonly Sighting[], offset: number, limit: number): Promise<PulledPage<Sighting>> {
    this.answer();
    const sightings = all.toReversed().slice(offset, offset + limit);
    const items = sightings.map((sighting) => ({ sighting, evidence: `list ${this.pulls}` }));
    return { items, unreadable: [], isLast: offset + limit >= all.length };
  }

  private answer(): void {
    if (this.isDown) throw new TerminalUnavailable('down');
    this.pulls++;
  }
}

/** Widgets are named by the wallet that their money goes to; `foreign` is none of ours. */
class WidgetsByWallet extends WidgetDirectory {
  constructor(private readonly overcharge: OverchargeRule) {
    super();
  }

  async find(widgetId: string): Promise<WidgetOwner | undefined> {
    if (widgetId === 'foreign') return undefined;
    return { operatorId: 'op_1', depositWalletId: widgetId, overcharge: this.overcharge };
  }
}

interface StagePorts {
  readonly streams?: EventStreams;
  readonly terminal?: TerminalSource;
  readonly networks?: Networks;
}

interface StoredPosting {
  readonly from: string;
  readonly to: string;
  readonly amount: { readonly minor: string };
}

/** A real event store in this process, and a provider that says what a test wants. */
export class DepositStage {
  readonly terminal = new ScriptedTerminal();
  readonly clock = new ManualClock();

  private constructor(
    private readonly folder: string,
    private readonly store: EmbeddedEventStore,
    readonly streams: EventStreams,
  ) {}

  static async start(): Promise<DepositStage> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-deposits-'));
    const store = await startEmbeddedEventStore({ directory: folder, port: 0 });
    return new DepositStage(
      folder,
      store,
      connectEventStreams({ connectionString: store.connectionString, timing: patientTiming }),
    );
  }

  get connectionString(): string {
    return this.store.connectionString;
  }

  async stop(): Promise<void> {
    await this.streams.close();
    await this.store.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** A process that looks: it knows nothing but the log. */
  worker(
    overcharge: OverchargeRule = { excess: 'ignore', toleranceBps: 500 },
    ports: StagePorts = {},
  ): RefreshDeposits {
    const { terminal = this.terminal } = ports;
    const { deposits, orders } = this.recorders(overcharge, ports);
    return new RefreshDeposits(terminal, deposits, orders);
  }

  recorders(overcharge: OverchargeRule, ports: StagePorts = {}) {
    const { streams = this.streams, terminal = this.terminal, networks = usualNetworks('test') } = ports;
    const store = new AggregateStore(streams, new RandomIds());
    const nouns = new DepositStreams(store, 'worker');
    const accounts = new Accounts(store, 'worker');
    const owners = { widgets: new WidgetsByWallet(overcharge), customers: new CustomerKeys('k'.repeat(32)), networks };
    const settle = new SettleOrder(nouns, accounts, this.clock);
    const orders = new RefreshOrder(nouns, owners, settle, this.clock);
    const unlinked = new UnlinkedPayments(nouns, terminal, orders);
    const postings = new DepositPostings(accounts, this.clock);
    const settleDeposit = new SettleDeposit(nouns, unlinked, postings, this.clock);
    return { deposits: new RefreshDeposit(nouns, owners, settleDeposit, this.clock), orders };
  }

  /** The money is spent: it leaves the wallet for a payout. */
  async spend(walletId: string, minor: bigint): Promise<void> {
    const accounts = new Accounts(new AggregateStore(this.streams, new RandomIds()), 'worker');
    const cause = { id: 'test', operatorId: 'acme' };
    const amount = { asset: usdt, minor };
    const data = { to: 'external:tron', shortfallFrom: 'receivable:none', amount, reason: 'correction' } as const;
    const debit = { ...data, reference: randomUUID(), evidence: 'test', now: this.clock.now() };
    await accounts.execute({ walletId, asset: usdt }, { type: 'Debit', data: debit }, cause);
  }

  async typesOf(streamName: string): Promise<readonly string[]> {
    const { events } = await this.streams.read(streamName);
    return events.map(({ type }) => type.replace('.v1', ''));
  }

  depositTypes(providerId: string): Promise<readonly string[]> {
    return this.typesOf(`deposit-${depositIdOf(providerId)}`);
  }

  orderTypes(providerId: string): Promise<readonly string[]> {
    return this.typesOf(`order-${orderIdOf(providerId)}`);
  }

  async dataOf(streamName: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { events } = await this.streams.read(streamName);
    return events.map(({ data }) => data);
  }

  /**
   * The books of one wallet, folded from the postings in the log by nothing of ours; accounts at zero are left out.
   * @throws when a balance of the wallet is negative, or all together are not zero, after any fact (INV-L1, INV-L4).
   */
  async books(walletId: string, asset: Asset = usdt): Promise<Readonly<Record<string, bigint>>> {
    const name = `account-${walletId}-${asset.token}@${asset.chain}/${asset.decimals}`;
    const books = new Map<string, bigint>();
    const book = (account: string, minor: bigint) => books.set(account, (books.get(account) ?? 0n) + minor);
    for (const data of await this.dataOf(name)) {
      for (const { from, to, amount } of data['postings'] as readonly StoredPosting[]) {
        book(from, -BigInt(amount.minor));
        book(to, BigInt(amount.minor));
      }
      const isSound = [...books].every(([account, minor]) => !account.startsWith('wallet:') || minor >= 0n);
      const sum = [...books.values()].reduce((total, minor) => total + minor, 0n);
      if (!isSound || sum !== 0n) throw new Error(`Unsound books of ${walletId}`);
    }
    const short = available(walletId).replace(':available', ':');
    return Object.fromEntries(
      [...books].filter(([, minor]) => minor !== 0n).map(([account, minor]) => [account.replace(short, ''), minor]),
    );
  }
}
