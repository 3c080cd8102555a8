import { hostname } from 'node:os';
import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import type { Networks } from '#libs/chains/networks.js';
import { CloseDayJob } from '#libs/day-end/close-day.job.js';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { EventStreams } from '#libs/event-streams/event-streams.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';
import { NetworkFees } from '#libs/fees/network-fees.reactor.js';
import { GateStreams } from '#libs/gate/gate-streams.js';
import { IntentStreams } from '#libs/intents/intents.js';
import { createInabitGateway, type InabitGateway } from '#libs/inabit/create-inabit-gateway.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { AdvancePayoutHandler } from '#libs/payouts/advance-payout.handler.js';
import { AdvancePayout } from '#libs/payouts/advance-payout.reactor.js';
import { HoldFunds } from '#libs/payouts/hold-funds.reactor.js';
import { PayoutFees } from '#libs/payouts/payout-fees.reactor.js';
import { PayoutStreams } from '#libs/payouts/payout-streams.js';
import type { AttemptTimings } from '#libs/attempts/attempt-plan.js';
import { ProviderReachability } from '#libs/attempts/provider-reachability.reactor.js';
import { SubmitPayout } from '#libs/payouts/submit-payout.reactor.js';
import { WatchPayout } from '#libs/payouts/watch-payout.reactor.js';
import { SystemClock } from '#libs/platform/clock.js';
import type { DatabaseConfig } from '#libs/platform/database.config.js';
import type { EventStoreConfig } from '#libs/platform/event-store.config.js';
import { RandomIds } from '#libs/platform/ids.js';
import type { InabitConfig } from '#libs/platform/inabit.config.js';
import { messageLog, type Log } from '#libs/platform/logging.js';
import type { TerminalConfig } from '#libs/platform/terminal.config.js';
import type { WorkerConfig } from '#libs/platform/worker.config.js';
import { Database, openDatabase } from '#libs/read-store/database.js';
import { InboxCheckpoint } from '#libs/webhooks-in/inbox-checkpoint.js';
import { InboxReader } from '#libs/webhooks-in/inbox-reader.js';
import { ProcessInbox } from '#libs/webhooks-in/process-inbox.reactor.js';
import { AdvanceSwapHandler } from '#libs/swaps/advance-swap.handler.js';
import { AdvanceSwap } from '#libs/swaps/advance-swap.reactor.js';
import { HoldSwapFunds } from '#libs/swaps/hold-swap-funds.reactor.js';
import { SubmitSwap } from '#libs/swaps/submit-swap.reactor.js';
import { SwapStreams } from '#libs/swaps/swap-streams.js';
import { WatchSwap } from '#libs/swaps/watch-swap.reactor.js';
import { AdvanceTransferHandler } from '#libs/transfers/advance-transfer.handler.js';
import { AdvanceTransfer } from '#libs/transfers/advance-transfer.reactor.js';
import type { AdvanceSweep } from '#libs/sweeps/advance-sweep.reactor.js';
import { RegisteredWallets } from '#libs/wallets/registered-wallet-streams.js';
import { bookingPolls } from './booking.parts.js';
import { BackgroundRunners } from './background-runners.js';
import { balancePoll } from './balance.parts.js';
import { dayEndPollMs, dayEndPolls } from './day-end.parts.js';
import { feePolls, lookAtFee } from './fee.parts.js';
import { depositParts, type DepositParts } from './deposit.parts.js';
import { HttpGateHealth } from './http-gate-health.js';
import { InboxRunner } from './inbox-runner.js';
import { PayoutRunner } from './payout-runner.js';
import { PollRunner, type Poll } from './poll-runner.js';
import { firstReconcileMs, reconcilePoll } from './reconcile.parts.js';
import { RunnerSettings } from './stream-runner.js';
import { advanceSweep, sweepRunner } from './sweep.parts.js';
import { walletRunners } from './wallet.parts.js';
import { WebhookHints } from './webhook-hints.js';

export interface WorkerOptions {
  readonly eventStore: EventStoreConfig;
  readonly database: DatabaseConfig;
  readonly inabit: InabitConfig;
  readonly worker: WorkerConfig;
  /** Undefined where no deposits are kept. */
  readonly terminal?: TerminalConfig | undefined;
  readonly environment: 'test' | 'live';
  /** Deposits on others are quarantined (IN-28). */
  readonly networks: Networks;
  readonly log: Log;
}

/** Whatever happens by itself: carries payouts on. The one process that asks the provider to move money. */
@Module({})
export class WorkerModule implements OnApplicationShutdown {
  constructor(
    private readonly runner: PayoutRunner,
    private readonly background: BackgroundRunners,
    private readonly streams: EventStreams,
    private readonly database: Database,
  ) {}

  static with(options: WorkerOptions): DynamicModule {
    const log = messageLog(options.log);
    const streams = connectEventStreams({ connectionString: options.eventStore.url, log, timing: patientTiming });
    const { pollMs } = options.worker;
    const database = openDatabase({ url: options.database.url, applicationName: 'worker' });
    const deposits = options.terminal && depositParts(options.terminal, { ...options, streams, database });
    const parts = partsOf(options, streams);
    const balances = balancePoll({ streams, database, reader: parts.reader, log: options.log });
    const reconciliation = reconcilePoll({ ...parts, database, terminal: deposits?.terminal, log: options.log });
    return {
      module: WorkerModule,
      imports: [CqrsModule.forRoot()],
      providers: [
        AdvancePayoutHandler,
        AdvanceTransferHandler,
        AdvanceSwapHandler,
        PayoutRunner,
        { provide: AdvancePayout, useValue: advancePayout(options, parts) },
        { provide: AdvanceSwap, useValue: advanceSwap(options, parts) },
        { provide: AdvanceTransfer, useValue: advanceTransfer(streams) },
        { provide: EventStreams, useValue: streams },
        { provide: Database, useValue: database },
        {
          provide: BackgroundRunners,
          inject: [CommandBus],
          useFactory: (commands: CommandBus) =>
            backgroundRunners(options, { parts, streams, database, commands, deposits, balances, reconciliation }),
        },
        { provide: RunnerSettings, useValue: new RunnerSettings(pollMs, options.log) },
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.runner.stop(), this.background.stop()]);
    await this.streams.close();
    await this.database.close();
  }
}

function gateway({ inabit, worker, log }: WorkerOptions): InabitGateway {
  const { url, loginToken = '', loginTokenFile: tokenFile, organizationId, confirmedDeclines } = inabit;
  return createInabitGateway({
    url,
    loginToken,
    tokenFile,
    organizationId,
    confirmedDeclines: confirmedDeclines.map(({ text, code }) => ({ pattern: text, code })),
    clock: new SystemClock(),
    log: messageLog(log),
    requestTimeoutMs: Math.min(worker.callTimeoutMs, 10_000),
  });
}

/** What payouts and swaps share: one view of the provider's reachability, one of the gate's health. */
function partsOf(options: WorkerOptions, streams: EventStreams) {
  const { environment, inabit, worker } = options;
  const { payments, reader, wallets } = gateway(options);
  const clock = new SystemClock();
  const store = new AggregateStore(streams, new RandomIds());
  const intents = new IntentStreams(store, clock);
  const accounts = new Accounts(store, 'worker');
  return {
    clock,
    store,
    reader,
    /** Where wallets are opened. */
    openings: wallets,
    accounts,
    fees: new NetworkFees(store, accounts, clock),
    wallets: new RegisteredWallets(streams),
    records: new GateStreams(store, 'worker'),
    provider: { payments, intents, reachability: new ProviderReachability(reader, clock) },
    claimant: { environment, name: `${hostname()}:${process.pid}` } as const,
    gate: new HttpGateHealth(worker.gateUrl, inabit.signerRequired, clock),
  };
}

type Parts = ReturnType<typeof partsOf>;

function advancePayout({ worker }: WorkerOptions, parts: Parts): AdvancePayout {
  const { clock, store, reader, accounts, records, provider, claimant, gate } = parts;
  const payouts = new PayoutStreams(store, 'worker');
  const steps = {
    funds: new HoldFunds(payouts, accounts, new PayoutFees(store, accounts, clock), clock),
    submission: new SubmitPayout(payouts, provider, clock, claimant),
    watch: new WatchPayout(payouts, reader, records, clock),
    gate,
  };
  return new AdvancePayout(payouts, steps, clock, timingsOf(worker));
}

function advanceSwap({ worker }: WorkerOptions, parts: Parts): AdvanceSwap {
  const { clock, store, reader, accounts, records, provider, claimant, gate } = parts;
  const swaps = new SwapStreams(store, 'worker');
  const steps = {
    funds: new HoldSwapFunds(swaps, accounts, clock),
    submission: new SubmitSwap(swaps, provider, clock, claimant),
    watch: new WatchSwap(swaps, reader, records, clock),
    gate,
  };
  return new AdvanceSwap(swaps, steps, clock, timingsOf(worker));
}

function timingsOf({ callTimeoutMs, retryQuietMs, reviewAfterMs }: WorkerConfig): AttemptTimings {
  return { callTimeoutMs, retryQuietMs, reviewAfterMs, pendingReviewAfterMs: 2 * reviewAfterMs };
}

function advanceTransfer(streams: EventStreams): AdvanceTransfer {
  const clock = new SystemClock();
  const store = new AggregateStore(streams, new RandomIds());
  const payouts = new PayoutStreams(store, 'worker');
  const accounts = new Accounts(store, 'worker');
  const funds = new HoldFunds(payouts, accounts, new PayoutFees(store, accounts, clock), clock);
  return new AdvanceTransfer(store, { payouts, accounts, funds }, clock);
}

interface BackgroundDoors {
  readonly parts: Parts;
  readonly streams: EventStreams;
  readonly database: Database;
  readonly commands: CommandBus;
  readonly deposits: DepositParts | undefined;
  readonly balances: Poll;
  readonly reconciliation: Poll;
}

function backgroundRunners(options: WorkerOptions, doors: BackgroundDoors): BackgroundRunners {
  const { parts, streams, database, deposits, balances, reconciliation } = doors;
  const { terminal, worker, log } = options;
  const wallets = walletRunners(
    { ...parts, registered: parts.wallets, streams, database },
    new RunnerSettings(worker.pollMs, log),
  );
  const polling = terminal && deposits ? [new PollRunner(deposits.polls, terminal.pollMs, log)] : [];
  const balanceRunner = new PollRunner([balances], worker.balancePollMs, log);
  const bookings = new PollRunner(bookingPolls(parts, streams), worker.pollMs, log);
  const fees = new PollRunner(feePolls(parts, database, worker.feePollMs), worker.feePollMs, log);
  const reconciler = new PollRunner([reconciliation], worker.reconcileMs, log, firstReconcileMs(worker.reconcileMs));
  const closing = dayEndPolls(new CloseDayJob(streams, parts.store, parts.clock), worker.dayEnd, log);
  const days = new PollRunner(closing, dayEndPollMs, log);
  const sweeps = advanceSweep(parts, worker.reviewAfterMs);
  const sweeper = sweepRunner(sweeps, doors, new RunnerSettings(worker.pollMs, log));
  const inbox = inboxRunner(log, doors, sweeps);
  const pollers = [balanceRunner, bookings, fees, reconciler, days, ...polling];
  return new BackgroundRunners([inbox, ...wallets, sweeper, ...pollers]);
}

function inboxRunner(
  log: Log,
  { parts, streams, commands, deposits }: BackgroundDoors,
  sweeps: AdvanceSweep,
): InboxRunner {
  const ids = new RandomIds();
  const gate = new GateStreams(new AggregateStore(streams, ids), 'worker');
  const targets = new WebhookHints(gate, { commands, sweeps, fees: lookAtFee(parts), deposits: deposits?.hints });
  const checkpoint = new InboxCheckpoint(streams, ids);
  return new InboxRunner(
    streams,
    new ProcessInbox(checkpoint, new InboxReader(streams), targets, new SystemClock()),
    log,
  );
}
