import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import type { EventMetadata } from '#libs/event-streams/event-streams.js';
import { walletCodec, walletStream } from '#libs/wallets/wallet.codec.js';
import { walletDecider } from '#libs/wallets/wallet.js';
import { isRegistered } from './registered-operator-streams.js';
import { widgetCodec, widgetStream } from './widget.codec.js';
import type { WidgetConfiguration, WidgetConfigured } from './widget.events.js';
import { widgetDecider, type WidgetCommand, type WidgetRejection } from './widget.js';

/** `wallet-not-found` also stands for another operator's wallet. */
export type ChangeWidgetRejection = WidgetRejection | { readonly code: 'operator-not-found' | 'wallet-not-found' };

export type ChangeWidgetOutcome =
  | { readonly ok: true; readonly widget: WidgetConfigured }
  | { readonly ok: false; readonly rejection: ChangeWidgetRejection };

export class ChangeWidget extends Command<ChangeWidgetOutcome> {
  constructor(
    readonly change: WidgetCommand,
    readonly metadata: EventMetadata,
  ) {
    super();
  }
}

@CommandHandler(ChangeWidget)
export class ChangeWidgetHandler implements ICommandHandler<ChangeWidget> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** @throws StoreUnavailable: changed or not; the same command again finds out (F1.3). */
  async execute({ change: command, metadata }: ChangeWidget): Promise<ChangeWidgetOutcome> {
    const { widgetId, configuration } = command.data;
    const missing = await this.missingFor(configuration);
    if (missing) return { ok: false, rejection: { code: missing } };
    const executed = await this.aggregates.execute({
      streamName: widgetStream(widgetId),
      decider: widgetDecider,
      codec: widgetCodec,
      command,
      metadata,
    });
    if (executed.outcome === 'rejected') return { ok: false, rejection: executed.rejection };
    if (!executed.state) throw new Error(`${widgetId} was configured and is not there`);
    return { ok: true, widget: executed.state };
  }

  /** What a widget takes is credited to its wallet: a slip here would give it to another operator. */
  private async missingFor({
    operatorId,
    depositWalletId,
  }: WidgetConfiguration): Promise<'operator-not-found' | 'wallet-not-found' | undefined> {
    if (!(await isRegistered(this.aggregates, operatorId))) return 'operator-not-found';
    const { state } = await this.aggregates.load(walletStream(depositWalletId), walletDecider, walletCodec);
    const isOwn = state.status === 'registered' && state.registration.operatorId === operatorId;
    return isOwn ? undefined : 'wallet-not-found';
  }
}
