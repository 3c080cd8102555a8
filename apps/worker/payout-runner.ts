import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EventStreams } from '#libs/event-streams/event-streams.js';
import { AdvancePayoutCommand } from '#libs/payouts/advance-payout.handler.js';
import { payoutStreamPrefix } from '#libs/payouts/payout.codec.js';
import { Database } from '#libs/read-store/database.js';
import { AdvanceSwapCommand } from '#libs/swaps/advance-swap.handler.js';
import { swapStreamPrefix } from '#libs/swaps/swap.codec.js';
import { AdvanceTransferCommand } from '#libs/transfers/advance-transfer.handler.js';
import { transferStreamPrefix } from '#libs/transfers/transfer.codec.js';
import { openPayoutIds } from '#projections/payouts/payouts.queries.js';
import { openSwapIds } from '#projections/swaps/swaps.queries.js';
import { openTransferIds } from '#projections/transfers/transfers.queries.js';
import { RunnerSettings, StreamRunner } from './stream-runner.js';

/** Runs payouts, the transfers whose first legs are payouts, and swaps. */
@Injectable()
export class PayoutRunner {
  private readonly payouts: StreamRunner;
  private readonly transfers: StreamRunner;
  private readonly swaps: StreamRunner;

  constructor(
    private readonly commands: CommandBus,
    streams: EventStreams,
    database: Database,
    settings: RunnerSettings,
  ) {
    const payouts = {
      name: 'payout',
      streamPrefix: payoutStreamPrefix,
      openIds: () => openPayoutIds(database),
      advance: (payoutId: string) => this.advancePayout(payoutId),
    };
    const transfers = {
      name: 'transfer',
      streamPrefix: transferStreamPrefix,
      openIds: () => openTransferIds(database),
      advance: (transferId: string) => this.commands.execute(new AdvanceTransferCommand(transferId)),
    };
    const swaps = {
      name: 'swap',
      streamPrefix: swapStreamPrefix,
      openIds: () => openSwapIds(database),
      advance: (swapId: string) => this.commands.execute(new AdvanceSwapCommand(swapId)),
    };
    this.payouts = new StreamRunner(payouts, streams, settings);
    this.transfers = new StreamRunner(transfers, streams, settings);
    this.swaps = new StreamRunner(swaps, streams, settings);
  }

  start(): void {
    this.payouts.start();
    this.transfers.start();
    this.swaps.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.payouts.stop(), this.transfers.stop(), this.swaps.stop()]);
  }

  /** News of a leg are news of its transfer. */
  private async advancePayout(payoutId: string): Promise<void> {
    const purpose = await this.commands.execute(new AdvancePayoutCommand(payoutId));
    if (purpose?.kind === 'transfer') this.transfers.hasNews(purpose.transferId);
  }
}
