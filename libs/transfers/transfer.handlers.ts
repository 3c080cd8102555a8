import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { reject, type Decider } from '#libs/decider/decider.js';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import type { EventMetadata } from '#libs/event-streams/event-streams.js';
import type { MovementRefusal } from '#libs/operators/movement-check.js';
import { MovementChecks } from '#libs/operators/operator-streams.js';
import { walletCodec, walletStream } from '#libs/wallets/wallet.codec.js';
import { walletDecider, type Wallet } from '#libs/wallets/wallet.js';
import { transferCodec, transferStream } from './transfer.codec.js';
import type { TransferEvent, TransferRequest } from './transfer.events.js';
import { transferDecider, type Transfer, type TransferRejection } from './transfer.js';
import {
  betweenWallets,
  type RequestedTransfer,
  type TransferWalletRejection,
  type TransferWallets,
} from './transfer.wallets.js';

export type RequestTransferRejection = TransferRejection | TransferWalletRejection | MovementRefusal;

export type RequestTransferOutcome =
  | {
      readonly ok: true;
      /** As it stands in the log: of the first of equal requests. */
      readonly request: TransferRequest;
      readonly replayed: boolean;
    }
  | { readonly ok: false; readonly rejection: RequestTransferRejection };

export class RequestTransfer extends Command<RequestTransferOutcome> {
  constructor(
    readonly requested: RequestedTransfer,
    readonly metadata: EventMetadata,
  ) {
    super();
  }
}

@CommandHandler(RequestTransfer)
export class RequestTransferHandler implements ICommandHandler<RequestTransfer> {
  constructor(
    private readonly aggregates: AggregateStore,
    private readonly checks: MovementChecks,
  ) {}

  /** @throws StoreUnavailable: requested or not; the same command again finds out (F1.3). */
  async execute({ requested, metadata }: RequestTransfer): Promise<RequestTransferOutcome> {
    const [from, to] = await Promise.all([this.wallet(requested.fromWalletId), this.wallet(requested.toWalletId)]);
    const network = this.checks.networkRefusal(requested.amount.asset.chain);
    const refusal = network ?? (await this.refusalOf(to));
    const executed = await this.aggregates.execute({
      streamName: transferStream(requested.transferId),
      decider: requestDecider({ from, to }, refusal),
      codec: transferCodec,
      command: requested,
      metadata,
    });
    if (executed.outcome === 'rejected') return { ok: false, rejection: executed.rejection };
    if (executed.state.status === 'absent') throw new Error(`${requested.transferId} was requested and is not there`);
    return { ok: true, request: executed.state.request, replayed: executed.events.length === 0 };
  }

  /** Nothing is paid to an operator that could not pay it out (IN-14). */
  private async refusalOf(to: Wallet): Promise<MovementRefusal | undefined> {
    return to.status === 'unknown' ? undefined : this.checks.operatorRefusal(to.registration.operatorId);
  }

  private async wallet(walletId: string): Promise<Wallet> {
    return (await this.aggregates.load(walletStream(walletId), walletDecider, walletCodec)).state;
  }
}

/** A request that is in the log already is answered from there, whatever became of its wallets and its operator. */
function requestDecider(
  wallets: TransferWallets,
  refusal: MovementRefusal | undefined,
): Decider<RequestedTransfer, Transfer, TransferEvent, RequestTransferRejection> {
  return {
    initial: transferDecider.initial,
    evolve: transferDecider.evolve,
    decide: (requested, transfer) => {
      if (transfer.status !== 'absent') {
        const { requestHash } = requested;
        return transferDecider.decide(
          { type: 'RequestTransfer', data: { ...transfer.request, requestHash } },
          transfer,
        );
      }
      const checked = betweenWallets(requested, wallets);
      if (!checked.ok) return checked;
      if (refusal) return reject(refusal);
      return {
        ok: true,
        events: checked.events.map((data) => ({ type: 'TransferRequested', data }) as const),
      };
    },
  };
}
