import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { EventStreams } from '#libs/event-streams/event-streams.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';
import { AnswerApproval, type GateRecords } from '#libs/gate/answer-approval.reactor.js';
import { GateStreams } from '#libs/gate/gate-streams.js';
import { IntentStreams } from '#libs/intents/intents.js';
import { JudgeSwap } from '#libs/gate/judge-swap.reactor.js';
import { JudgeSweep } from '#libs/gate/judge-sweep.reactor.js';
import { MatchPayout } from '#libs/gate/match-payout.js';
import { MatchSwap } from '#libs/gate/match-swap.js';
import { createWatchedReader } from '#libs/inabit/create-inabit-reader.js';
import { InabitReader } from '#libs/inabit/inabit-reader.js';
import { PayoutStreams } from '#libs/payouts/payout-streams.js';
import { SystemClock, type Clock } from '#libs/platform/clock.js';
import type { EventStoreConfig } from '#libs/platform/event-store.config.js';
import type { GateConfig } from '#libs/platform/gate.config.js';
import { RandomIds } from '#libs/platform/ids.js';
import type { InabitConfig } from '#libs/platform/inabit.config.js';
import { messageLog, type Log } from '#libs/platform/logging.js';
import { SwapStreams } from '#libs/swaps/swap-streams.js';
import { SweepStreams } from '#libs/sweeps/sweep-streams.js';
import { RegisteredWallets } from '#libs/wallets/registered-wallet-streams.js';
import { ApprovalController, GateSettings } from './approval.controller.js';
import { ApproverWatch } from './approver-watch.js';
import { HealthController, TokenWatch } from './health.controller.js';

export interface GateOptions {
  readonly eventStore: EventStoreConfig;
  readonly gate: GateConfig;
  readonly inabit: InabitConfig;
  readonly environment: 'test' | 'live';
  readonly log: Log;
}

/** The signing gate: what answers the approver. Nothing else listens here (S-17). */
@Module({})
export class GateModule implements OnApplicationShutdown {
  constructor(private readonly streams: EventStreams) {}

  static with(options: GateOptions): DynamicModule {
    const clock = new SystemClock();
    const log = messageLog(options.log);
    const streams = connectEventStreams({ connectionString: options.eventStore.url, log, timing: patientTiming });
    const { url, loginToken = '', loginTokenFile: tokenFile, organizationId, apiAdminId } = options.inabit;
    const { reader, loginToken: state } = createWatchedReader({
      url,
      loginToken,
      tokenFile,
      organizationId,
      clock,
      log,
    });
    const records = recordsOf(streams, clock, options);
    return {
      module: GateModule,
      controllers: [ApprovalController, HealthController],
      providers: [
        { provide: EventStreams, useValue: streams },
        { provide: InabitReader, useValue: reader },
        { provide: AnswerApproval, useValue: new AnswerApproval(records, { reader, apiAdminId }, clock) },
        { provide: ApproverWatch, useValue: new ApproverWatch(clock) },
        { provide: TokenWatch, useValue: new TokenWatch(state) },
        { provide: GateSettings, useValue: new GateSettings(options.gate.pathSecret, options.log) },
      ],
    };
  }

  onApplicationShutdown(): Promise<void> {
    return this.streams.close();
  }
}

function recordsOf(streams: EventStreams, clock: Clock, { environment, inabit }: GateOptions): GateRecords {
  const store = new AggregateStore(streams, new RandomIds());
  const gate = new GateStreams(store, 'gate');
  const intents = new IntentStreams(store, clock);
  const payouts = new PayoutStreams(store, 'gate');
  const swaps = new SwapStreams(store, 'gate');
  const wallets = new RegisteredWallets(streams);
  const ofSweeps = { gate, sweeps: new SweepStreams(store, 'gate', wallets), wallets };
  const ofSwaps = { gate, swaps, match: new MatchSwap(swaps, intents, environment) };
  return {
    gate,
    payouts,
    match: new MatchPayout(payouts, intents, environment),
    swaps: new JudgeSwap(ofSwaps, inabit.apiAdminId, clock),
    sweeps: new JudgeSweep(ofSweeps, clock),
  };
}
