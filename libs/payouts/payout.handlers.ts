import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { reject, type Decider } from '#libs/decider/decider.js';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import type { EventMetadata } from '#libs/event-streams/event-streams.js';
import type { MovementRefusal } from '#libs/operators/movement-check.js';
import { MovementChecks } from '#libs/operators/operator-streams.js';
import { walletCodec, walletStream } from '#libs/wallets/wallet.codec.js';
import { walletDecider, type Wallet } from '#libs/wallets/wallet.js';
import { payoutCodec, payoutStream } from './payout.codec.js';
import type { PayoutRejection } from './payout.commands.js';
import type { PayoutEvent, PayoutRequest } from './payout.events.js';
import { payoutDecider } from './payout.js';
import type { Payout } from './payout.state.js';

/** A request as it is asked for: which wallet of the provider's it is, only the ledger says (IN-26). */
export type RequestedPayout = Omit<PayoutRequest, 'providerWalletId'>;

/** `wallet-not-found` also stands for another operator's wallet, and for one that does not pay players. */
export type RequestPayoutRejection = PayoutRejection | MovementRefusal | { readonly code: 'wallet-not-found' };

export type RequestPayoutOutcome =
  | {
      readonly ok: true;
      /** As it stands in the log: of the first of equal requests. */
      readonly request: PayoutRequest;
      readonly replayed: boolean;
    }
  | { readonly ok: false; readonly rejection: RequestPayoutRejection };

export class RequestPayout extends Command<RequestPayoutOutcome> {
  constructor(
    readonly requested: RequestedPayout,
    readonly metadata: EventMetadata,
  ) {
    super();
  }
}

@CommandHandler(RequestPayout)
export class RequestPayoutHandler implements ICommandHandler<RequestPayout> {
  constructor(
    private readonly aggregates: AggregateStore,
    private readonly checks: MovementChecks,
  ) {}

  /** @throws StoreUnavailable: requested or not; the same command again finds out (F1.3). */
  async execute({ requested, metadata }: RequestPayout): Promise<RequestPayoutOutcome> {
    const { operatorId, amount, destination: address } = requested;
    const [wallet, refusal] = await Promise.all([
      this.aggregates.load(walletStream(requested.walletId), walletDecider, walletCodec),
      this.checks.payoutRefusal(operatorId, { chain: amount.asset.chain, address }),
    ]);
    const executed = await this.aggregates.execute({
      streamName: payoutStream(requested.payoutId),
      decider: requestDecider(wallet.state, refusal),
      codec: payoutCodec,
      command: requested,
      metadata,
    });
    if (executed.outcome === 'rejected') return { ok: false, rejection: executed.rejection };
    if (executed.state.status === 'absent') throw new Error(`${requested.payoutId} was requested and is not there`);
    return { ok: true, request: executed.state.request, replayed: executed.events.length === 0 };
  }
}

/** A request that is in the log already is answered from there, whatever became of its wallet and its operator. */
function requestDecider(
  wallet: Wallet,
  refusal: MovementRefusal | undefined,
): Decider<RequestedPayout, Payout, PayoutEvent, RequestPayoutRejection> {
  return {
    initial: payoutDecider.initial,
    evolve: payoutDecider.evolve,
    decide: (requested, payout) => {
      const { providerWalletId } = payout.status === 'absent' ? sourceOf(requested, wallet) : payout.request;
      if (providerWalletId === undefined) return reject({ code: 'wallet-not-found' });
      if (payout.status === 'absent' && refusal) return reject(refusal);
      return payoutDecider.decide({ type: 'RequestPayout', data: { ...requested, providerWalletId } }, payout);
    },
  };
}

/** Money leaves wallets of the caller's own tenant that are there to pay players, and no others (IN-26, S-09). */
function sourceOf({ operatorId }: RequestedPayout, wallet: Wallet): { readonly providerWalletId?: string } {
  if (wallet.status === 'unknown') return {};
  const { registration } = wallet;
  return registration.operatorId === operatorId && registration.role === 'operator' ? registration : {};
}
