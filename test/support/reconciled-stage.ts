import { randomBytes } from 'node:crypto';
import { depositParts } from '#apps/worker/deposit.parts.js';
import { usualNetworks } from '#libs/chains/networks.js';
import { external } from '#libs/ledger/account-name.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { assetId, findAsset } from '#libs/money/asset.js';
import { money, type Money } from '#libs/money/money.js';
import { RestTerminal } from '#libs/inabit/terminal/rest-terminal.js';
import { TerminalHttp } from '#libs/inabit/terminal/terminal-http.js';
import { testRule } from '#libs/operators/operator.fixtures.js';
import { MovementChecks } from '#libs/operators/operator-streams.js';
import { widgetCodec, widgetStream } from '#libs/operators/widget.codec.js';
import { widgetDecider } from '#libs/operators/widget.js';
import { PayoutStreams } from '#libs/payouts/payout-streams.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import { SystemClock, type Clock } from '#libs/platform/clock.js';
import { createLog } from '#libs/platform/logging.js';
import { BreakStreams } from '#libs/reconciliation/break-streams.js';
import { pulledItems } from '#libs/reconciliation/pulled-items.job.js';
import { Reconcile, usualSettings, type ReconcileSettings } from '#libs/reconciliation/reconcile.job.js';
import { terminalItems } from '#libs/reconciliation/terminal-items.job.js';
import { RequestTransfer, RequestTransferHandler } from '#libs/transfers/transfer.handlers.js';
import type { TransferRequest } from '#libs/transfers/transfer.events.js';
import { walletCodec, walletStream } from '#libs/wallets/wallet.codec.js';
import { walletDecider } from '#libs/wallets/wallet.js';
import { ledgerSide } from '#projections/breaks/ledger-side.queries.js';
import type { PayoutStage } from './payout-stage.js';
import { ProjectedStage } from './projected-stage.js';
import { fundsOf, reconciledSeed, registered, type Coin, type WalletName } from './reconciled-world.js';
import type { StageGate } from './stage-gate.js';
import { carry, earlierClock, workerProcess } from './stage-processes.js';
import { askForSwap, swapProcess, usdc, usdt } from './swap-stage.js';
import { transferProcess } from './transfer-stage.js';

const quietLog = createLog({ app: 'stage', level: 'error', format: 'json', write: () => undefined });
const metadata = { correlationId: 'stage', causationId: 'stage', actor: 'stage' };
const terminalSecret = { customerSecret: 'k'.repeat(32), pollMs: 1_000 };

/** Books and a provider that agree to the last digit: every balance of every wallet, with real traffic between them. */
export class ReconciledStage {
  private readonly stuck: string[] = [];

  private constructor(
    readonly projected: ProjectedStage,
    private readonly gate: StageGate,
  ) {}

  static async start(): Promise<ReconciledStage> {
    const projected = await ProjectedStage.start({ seed: reconciledSeed, networkFees: {}, depositStepMs: 0 });
    const stage = new ReconciledStage(projected, await projected.payouts.startGate());
    for (const name of registered) await stage.register(name);
    await stage.configure('addresses', 'deposits');
    await stage.configure('orders', 'purchases');
    return stage;
  }

  get payouts(): PayoutStage {
    return this.projected.payouts;
  }

  providerWalletId(name: WalletName): string {
    const wallet = this.payouts.provider.wallets.find((each) => each.name === name);
    if (!wallet) throw new Error(`The sandbox has no wallet ${name}`);
    return wallet.id;
  }

  /** A payout out of `ops`, carried to its end. */
  async paid(...scenarios: readonly object[]): Promise<PayoutRequest> {
    const request = await this.requested(scenarios);
    await this.carried(request);
    return request;
  }

  /** One that is under way: the approver is never asked. */
  async underWay(): Promise<PayoutRequest> {
    const request = await this.requested([{ scenario: 'approver-silent' }]);
    await workerProcess(this.payouts, { clock: earlierClock(), gateUrl: this.gate.url }).advance(request.payoutId);
    return request;
  }

  /** USDT into USDC in `ops`, at a fee in TRX. */
  async swapped(): Promise<string> {
    const id = freshId();
    const swapId = `sw_${id}`;
    const keys = { idempotencyKey: id, requestHash: id, requestedAt: new Date() };
    const from = { swapId, operatorId: 'platform', walletId: 'wal_ops', amount: freshAmount() };
    await askForSwap(this.payouts, { ...from, toAsset: usdc, ...keys }, false);
    await this.payouts.sandbox.misbehave(swapId, {
      scenario: 'network-fee',
      fee: '1.5',
      operation: 'createInabitWalletSwap',
    });
    const clock = earlierClock();
    const worker = swapProcess(this.payouts, { clock, gateUrl: this.gate.url });
    for (let looks = 0; looks < 4; looks++) {
      await worker.advance(swapId);
      for (const transaction of await this.payouts.sandbox.createdWith(swapId))
        await this.payouts.sandbox.until(transaction.id, ({ status }) => status === 'Completed');
      clock.advance(70_000);
    }
    return swapId;
  }

  /** From `ops` to `safe`; without `arrives` the worker dies when the leg has settled. */
  async transferred(arrives: boolean): Promise<TransferRequest> {
    const transferId = `tr_${freshId()}`;
    const keys = { idempotencyKey: transferId, requestHash: transferId };
    const between = { fromWalletId: 'wal_ops', toWalletId: 'wal_safe', requestedBy: 'platform' };
    const requested = { transferId, ...between, amount: freshAmount(), ...keys, requestedAt: new Date() };
    const store = this.payouts.aggregates();
    const checks = new MovementChecks(store, testRule);
    const outcome = await new RequestTransferHandler(store, checks).execute(new RequestTransfer(requested, metadata));
    if (!outcome.ok) throw new Error(outcome.rejection.code);
    const transfers = transferProcess(this.payouts, { streams: this.payouts.streams, clock: earlierClock() });
    await transfers.advance(transferId);
    const leg = (await this.payouts.facts(`transfer-${transferId}`)).find(({ data }) => 'payoutId' in data);
    const payoutId = leg?.data['payoutId'] as string;
    const state = await new PayoutStreams(store, 'stage').load(payoutId);
    if (state.status === 'absent') throw new Error(`${transferId} has no leg`);
    await this.carried(state.request);
    this.stuck.push(transferId);
    if (arrives) await this.carryOn();
    return outcome.request;
  }

  /** A worker takes up the transfers that were left lying. */
  async carryOn(): Promise<void> {
    const transfers = transferProcess(this.payouts, { streams: this.payouts.streams, clock: earlierClock() });
    for (const transferId of this.stuck.splice(0))
      for (let looks = 0; looks < 3; looks++) await transfers.advance(transferId);
  }

  /** What the Terminal has is in our books afterwards, as its poller brings it. */
  async polled(): Promise<void> {
    const { streams } = this.payouts;
    const { polls } = depositParts(this.terminal(), {
      streams,
      networks: usualNetworks('test'),
      database: this.projected.postgres.database,
      log: quietLog,
    });
    for (const { run } of polls) await run(new AbortController().signal);
  }

  job(clock: Clock, settings: Partial<ReconcileSettings> = {}): Reconcile {
    const { signal } = new AbortController();
    const terminal = new RestTerminal(new TerminalHttp({ ...this.terminal(), clock }), new SystemClock());
    const sides = {
      ledger: ledgerSide(this.projected.postgres.database),
      provider: pulledItems(this.payouts.usualGateway.reader, 0, signal),
      deposits: terminalItems(terminal, { pageSize: 5, pagesMax: 20, pullsMax: 20, gapMs: 0 }, signal),
    };
    const breaks = new BreakStreams(this.payouts.aggregates());
    return new Reconcile(sides, breaks, clock, { ...usualSettings, ...settings });
  }

  terminal() {
    const { terminalUrl: url, terminalOrganizationKey: organizationKey } = this.payouts.provider;
    return { url, organizationKey, ...terminalSecret };
  }

  async registerAs(walletId: string, providerWalletId: string): Promise<void> {
    const role = walletId === 'wal_ops' ? 'master' : 'operator';
    const wallet = { walletId, operatorId: role === 'master' ? 'platform' : 'acme', providerWalletId };
    await this.onWallet(walletId, {
      type: 'RegisterWallet',
      data: { ...wallet, name: walletId, role, now: new Date() },
    });
  }

  async stop(): Promise<void> {
    await this.gate.stop();
    await this.projected.stop();
  }

  private async requested(scenarios: readonly object[]): Promise<PayoutRequest> {
    const wallet = { walletId: 'wal_ops', providerWalletId: this.providerWalletId('ops') };
    const request = await this.payouts.request(wallet, 0n);
    if (scenarios.length > 0) await this.payouts.sandbox.misbehave(request.payoutId, ...scenarios);
    return request;
  }

  private async carried(request: PayoutRequest): Promise<void> {
    const clock = earlierClock();
    await carry(this.payouts, request, {
      worker: workerProcess(this.payouts, { clock, gateUrl: this.gate.url }),
      clock,
    });
  }

  private async register(name: WalletName): Promise<void> {
    const walletId = `wal_${name}`;
    await this.registerAs(walletId, this.providerWalletId(name));
    const { address } = await this.payouts.usualGateway.reader
      .pullAddress(this.providerWalletId(name), usdt)
      .then((pulled) => (pulled.outcome === 'found' ? pulled : { address: '' }));
    await this.onWallet(walletId, { type: 'RecordAddress', data: { chain: 'tron', address, now: new Date() } });
    for (const [coin, minor] of fundsOf(name)) if (minor > 0n) await this.credit(walletId, coin, minor);
  }

  private async onWallet(walletId: string, command: Parameters<typeof walletDecider.decide>[0]): Promise<void> {
    const wallet = { streamName: walletStream(walletId), decider: walletDecider, codec: walletCodec, metadata };
    await this.payouts.aggregates().execute({ ...wallet, command });
  }

  private async credit(walletId: string, coin: Coin, minor: bigint): Promise<void> {
    const asset = coinAsset(coin);
    const opening = { from: external('tron'), amount: money(asset, minor), reason: 'opening-funding' } as const;
    const data = { ...opening, reference: walletId, evidence: 'stage', now: new Date() };
    await new Accounts(this.payouts.aggregates(), 'stage').execute(
      { walletId, asset },
      { type: 'Credit', data },
      { id: walletId, operatorId: 'acme' },
    );
  }

  private async configure(widget: string, wallet: WalletName): Promise<void> {
    const widgetId = this.payouts.provider.widgets.find(({ name }) => name === widget)?.id ?? '';
    const owner = { operatorId: 'acme', depositWalletId: `wal_${wallet}`, coins: [assetId(usdt)] };
    const overcharge = { excess: 'ignore', toleranceBps: 500 } as const;
    const rules = { acceptPartialPayment: false, sweepEveryMinutes: 60, expiresAfterMinutes: 45, overcharge };
    const data = { widgetId, basedOn: 0, configuration: { ...owner, ...rules }, by: 'stage', now: new Date() };
    const stream = { streamName: widgetStream(widgetId), decider: widgetDecider, codec: widgetCodec };
    await this.payouts.aggregates().execute({ ...stream, command: { type: 'ConfigureWidget', data }, metadata });
  }
}

function coinAsset(coin: Coin) {
  const asset = findAsset(`${coin}@tron`);
  if (!asset) throw new Error(`No asset ${coin}`);
  return asset;
}

/** Hardly that of any other movement, so that none is taken for another. */
function freshAmount(): Money {
  return money(usdt, 7_000_000n + BigInt(randomBytes(3).readUIntBE(0, 3)));
}

function freshId(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  return Array.from(randomBytes(26), (byte) => letters[byte % 32]).join('');
}
