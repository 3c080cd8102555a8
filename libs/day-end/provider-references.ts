import { combineCodecs } from '../decider/codec.js';
import { depositCodec, depositStreamPrefix } from '../deposits/deposit.codec.js';
import type { DepositEvent } from '../deposits/deposit.events.js';
import { orderCodec, orderStreamPrefix } from '../deposits/order.codec.js';
import type { OrderEvent } from '../deposits/order.events.js';
import { assetId, type Asset, type AssetId } from '../money/asset.js';
import type { Money } from '../money/money.js';
import { payoutCodec, payoutStreamPrefix } from '../payouts/payout.codec.js';
import type { PayoutEvent } from '../payouts/payout.events.js';
import { swapCodec, swapStreamPrefix } from '../swaps/swap.codec.js';
import type { SwapEvent, SwapSettled } from '../swaps/swap.events.js';
import { transferCodec, transferStreamPrefix } from '../transfers/transfer.codec.js';
import type { TransferEvent } from '../transfers/transfer.events.js';

export type ReferencingEvent = PayoutEvent | TransferEvent | SwapEvent | DepositEvent | OrderEvent;

export const referencingCodec = combineCodecs<ReferencingEvent>(
  payoutCodec,
  transferCodec,
  swapCodec,
  depositCodec,
  orderCodec,
);
export const referencingPrefixes = [
  payoutStreamPrefix,
  transferStreamPrefix,
  swapStreamPrefix,
  depositStreamPrefix,
  orderStreamPrefix,
] as const;

/** What an ended transaction of the provider moved in one asset, as our pulls saw it. */
export interface ProviderEffect {
  /** The payout, transfer, swap, deposit or order. */
  readonly cause: string;
  readonly providerId: string;
  readonly transactionHash?: string | undefined;
  readonly asset: AssetId;
  /** What the transaction cost, apart from what it moved. */
  readonly isFee: boolean;
  /** Into the wallets; negative: out of them. */
  readonly minor: bigint;
}

interface Movement {
  readonly amount: Money;
  readonly providerId?: string | undefined;
  readonly transactionHash?: string | undefined;
  readonly isCredited?: boolean;
}

/** Follows every movement to its end, and tells then what the provider's transaction moved. Keeps those that are open. */
export class ProviderReferences {
  private readonly movements = new Map<string, Movement>();
  private readonly orders = new Map<string, string>();

  /** `forgets`: what has ended is not kept, so that a long log fits into memory; what is reversed later tells nothing. */
  constructor(private readonly forgets: boolean) {}

  /** The provider's transaction that a movement is bound to, for those that are kept. */
  boundTo(cause: string): string | undefined {
    return this.orders.get(cause) ?? this.movements.get(cause)?.providerId;
  }

  see(fact: ReferencingEvent): readonly ProviderEffect[] {
    const { type, data } = fact;
    if (type === 'PayoutRequested') return this.begin(data.payoutId, data);
    if (type === 'TransferRequested') return this.begin(data.transferId, data);
    if (type === 'SwapRequested') return this.begin(data.swapId, data);
    if (type === 'DepositDetected') return this.begin(data.depositId, data);
    if (type === 'OrderPaymentSeen')
      return this.begin(paymentOf(data), { amount: data.amount, transactionHash: data.transactionHashes[0] });
    if (type === 'PayoutBound') return this.bind(data.payoutId, data.providerId);
    if (type === 'SwapBound') return this.bind(data.swapId, data.providerId);
    if (type === 'OrderOpened') this.orders.set(data.orderId, data.providerId);
    return this.seeEnd(fact);
  }

  private seeEnd({ type, data }: ReferencingEvent): readonly ProviderEffect[] {
    if (type === 'PayoutSettled') return this.end(data.payoutId, data, (amount) => [outOf(amount)]);
    if (type === 'TransferLegSettled') return this.end(data.transferId, data, (amount) => [amount]);
    if (type === 'SwapSettled') return this.end(data.swapId, data, (amount) => swapped(amount, data));
    if (type === 'PayoutRejected' || type === 'PayoutReleased') return this.forget(data.payoutId);
    if (type === 'TransferFailed') return this.forget(data.transferId);
    if (type === 'SwapRejected' || type === 'SwapReleased') return this.forget(data.swapId);
    if (type === 'DepositMoneyMoved') return this.money(data.depositId, data.depositId, data.money);
    if (type === 'OrderMoneyMoved') return this.money(paymentOf(data), data.orderId, data.money);
    return [];
  }

  private begin(key: string, { amount, providerId, transactionHash }: Movement): readonly ProviderEffect[] {
    this.movements.set(key, { amount, providerId, transactionHash });
    return [];
  }

  private bind(key: string, providerId: string): readonly ProviderEffect[] {
    const movement = this.movements.get(key);
    if (movement) this.movements.set(key, { ...movement, providerId });
    return [];
  }

  private end(
    cause: string,
    { providerId, transactionHash }: { readonly providerId: string; readonly transactionHash?: string | undefined },
    moved: (amount: Money) => readonly Moved[],
  ): readonly ProviderEffect[] {
    const movement = this.movements.get(cause);
    if (!movement) return [];
    this.movements.set(cause, { ...movement, providerId });
    this.forget(cause);
    return moved(movement.amount).map((amount) => effectOf(amount, { cause, providerId, transactionHash }));
  }

  /** Money that came in is there once it is credited or set aside; a fork takes it away again. */
  private money(key: string, cause: string, where: string): readonly ProviderEffect[] {
    const movement = this.movements.get(key);
    const isCredited = where === 'credited' || where === 'suspended';
    if (!movement || isCredited === (movement.isCredited ?? false)) return [];
    const { amount, transactionHash } = movement;
    this.movements.set(key, { ...movement, isCredited });
    if (isCredited) this.forget(key);
    const about = { cause, providerId: this.boundTo(cause) ?? movement.providerId ?? cause, transactionHash };
    return [effectOf(isCredited ? amount : outOf(amount), about)];
  }

  private forget(key: string): readonly ProviderEffect[] {
    if (this.forgets) this.movements.delete(key);
    return [];
  }
}

function paymentOf({ orderId, incomingId }: { readonly orderId: string; readonly incomingId: string }): string {
  return `${orderId} ${incomingId}`;
}

/** Signed: negative is out of the wallets. */
interface Moved {
  readonly asset: Asset;
  readonly minor: bigint;
  readonly isFee?: boolean;
}

function outOf({ asset, minor }: Money): Moved {
  return { asset, minor: -minor };
}

function swapped(given: Money, { output, fee }: SwapSettled): readonly Moved[] {
  const moved: readonly Moved[] = [outOf(given), output];
  return fee && fee.minor > 0n ? [...moved, { ...outOf(fee), isFee: true }] : moved;
}

function effectOf(
  { asset, minor, isFee = false }: Moved,
  about: Omit<ProviderEffect, 'asset' | 'minor' | 'isFee'>,
): ProviderEffect {
  return { ...about, asset: assetId(asset), isFee, minor };
}
