import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { reject, type Decider } from '#libs/decider/decider.js';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import type { EventMetadata } from '#libs/event-streams/event-streams.js';
import type { MovementRefusal } from '#libs/operators/movement-check.js';
import { MovementChecks } from '#libs/operators/operator-streams.js';
import { walletCodec, walletStream } from '#libs/wallets/wallet.codec.js';
import { walletDecider, type Wallet } from '#libs/wallets/wallet.js';
import { swapCodec, swapStream } from './swap.codec.js';
import type { SwapRejection } from './swap.commands.js';
import type { SwapEvent, SwapRequest } from './swap.events.js';
import { swapDecider } from './swap.js';
import type { Swap } from './swap.state.js';

/** A request as it is asked for: which wallet of the provider's it is, only the ledger says (IN-26). */
export type RequestedSwap = Omit<SwapRequest, 'providerWalletId'>;

/** `wallet-not-found` also stands for another tenant's wallet, and for one in which nothing is swapped. */
export type RequestSwapRejection = SwapRejection | MovementRefusal | { readonly code: 'wallet-not-found' };

export type RequestSwapOutcome =
  | {
      readonly ok: true;
      /** As it stands in the log: of the first of equal requests. */
      readonly request: SwapRequest;
      readonly replayed: boolean;
    }
  | { readonly ok: false; readonly rejection: RequestSwapRejection };

export class RequestSwap extends Command<RequestSwapOutcome> {
  constructor(
    readonly requested: RequestedSwap,
    readonly metadata: EventMetadata,
  ) {
    super();
  }
}

@CommandHandler(RequestSwap)
export class RequestSwapHandler implements ICommandHandler<RequestSwap> {
  constructor(
    private readonly aggregates: AggregateStore,
    private readonly checks: MovementChecks,
  ) {}

  /** @throws StoreUnavailable: requested or not; the same command again finds out (F1.3). */
  async execute({ requested, metadata }: RequestSwap): Promise<RequestSwapOutcome> {
    const [wallet, refusal] = await Promise.all([
      this.aggregates.load(walletStream(requested.walletId), walletDecider, walletCodec),
      this.checks.operatorRefusal(requested.operatorId),
    ]);
    const executed = await this.aggregates.execute({
      streamName: swapStream(requested.swapId),
      decider: requestDecider(wallet.state, {
        operator: refusal,
        network: this.checks.networkRefusal(requested.amount.asset.chain, requested.toAsset.chain),
      }),
      codec: swapCodec,
      command: requested,
      metadata,
    });
    if (executed.outcome === 'rejected') return { ok: false, rejection: executed.rejection };
    if (executed.state.status === 'absent') throw new Error(`${requested.swapId} was requested and is not there`);
    return { ok: true, request: executed.state.request, replayed: executed.events.length === 0 };
  }
}

/** A request that is in the log already is answered from there, whatever became of its wallet and its operator. */
function requestDecider(
  wallet: Wallet,
  refusals: Readonly<Record<'operator' | 'network', MovementRefusal | undefined>>,
): Decider<RequestedSwap, Swap, SwapEvent, RequestSwapRejection> {
  return {
    initial: swapDecider.initial,
    evolve: swapDecider.evolve,
    decide: (requested, swap) => {
      const registration = swap.status === 'absent' ? walletOf(requested, wallet) : swap.request;
      if (!registration) return reject({ code: 'wallet-not-found' });
      if (swap.status === 'absent' && refusals.network) return reject(refusals.network);
      // Operators are onboarded; whoever runs the Master Wallet is not.
      const isOperators = 'role' in registration && registration.role === 'operator';
      if (refusals.operator && isOperators) return reject(refusals.operator);
      const { providerWalletId } = registration;
      return swapDecider.decide({ type: 'RequestSwap', data: { ...requested, providerWalletId } }, swap);
    },
  };
}

/** Swapped is in a Master Wallet or an operator's wallet, and only in one of the caller's own tenant (IN-13, IN-26). */
function walletOf({ operatorId }: RequestedSwap, wallet: Wallet) {
  if (wallet.status === 'unknown') return undefined;
  const { registration } = wallet;
  const swappable = registration.role === 'operator' || registration.role === 'master';
  return swappable && registration.operatorId === operatorId ? registration : undefined;
}
